/**
 * What the thread that decodes HEIF runs, as text: a worker needs a file of its own and a Lambda bundle is one file.
 * `workerData` is `{libheif, body, maxPixels, pixels}`: where libheif-js is, the file, the limit, and whether the caller
 * wants pixels or only to know that they decode. Answers `{width, height, data?, icc?}` or `{refused, detail}`, and throws
 * what is no file's fault, such as a function that libheif lacks.
 *
 * It uses libheif's C functions: the module's own `HeifDecoder` logs instead of failing, knows no limits, and its
 * views of memory go stale when a large picture makes the heap grow. A `heif_error` is three 32-bit words: code,
 * subcode and message.
 */
export const HEIF_WORKER_SOURCE = `
const { parentPort, workerData } = require('node:worker_threads');
const heif = require(workerData.libheif);
const UNDEFINED = 99, RGB = 1, INTERLEAVED_RGBA = 11, INTERLEAVED = 10;

const error = heif._malloc(12);
const out = heif._malloc(4);
const word = (pointer) => new DataView(heif.HEAPU8.buffer).getUint32(pointer, true);
const text = (pointer) => {
  const end = heif.HEAPU8.indexOf(0, pointer);
  return Buffer.from(heif.HEAPU8.subarray(pointer, end)).toString('utf8');
};
class Refused extends Error {
  constructor(reason, detail) { super(detail); this.reason = reason; }
}
const check = () => { if (word(error) !== 0) throw new Refused('undecodable', text(word(error + 8))); };

const open = () => {
  const { body } = workerData;
  const bytes = heif._malloc(body.length);
  heif.HEAPU8.set(body, bytes);
  const context = heif._heif_context_alloc();
  heif._heif_context_read_from_memory_without_copy(error, context, bytes, body.length, 0);
  check();
  heif._heif_context_get_primary_image_handle(error, context, out);
  check();
  return word(out);
};

const profileOf = (handle) => {
  const size = heif._heif_image_handle_get_raw_color_profile_size(handle);
  if (size === 0) return undefined;
  const profile = heif._malloc(size);
  heif._heif_image_handle_get_raw_color_profile(error, handle, profile);
  return word(error) === 0 ? heif.HEAPU8.slice(profile, profile + size) : undefined;
};

const pixelsOf = (image, width, height) => {
  const plane = heif._heif_image_get_plane_readonly(image, INTERLEAVED, out);
  const stride = word(out);
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    const row = plane + y * stride;
    data.set(heif.HEAPU8.subarray(row, row + width * 4), y * width * 4);
  }
  return data;
};

const decode = () => {
  const handle = open();
  const width = heif._heif_image_handle_get_width(handle);
  const height = heif._heif_image_handle_get_height(handle);
  if (width * height > workerData.maxPixels) throw new Refused('too-large', String(width) + 'x' + String(height));
  const [space, chroma] = workerData.pixels ? [RGB, INTERLEAVED_RGBA] : [UNDEFINED, UNDEFINED];
  heif._heif_decode_image(error, handle, out, space, chroma, 0);
  check();
  const image = word(out);
  if (!workerData.pixels) return { width, height };
  return { width, height, data: pixelsOf(image, width, height), icc: profileOf(handle) };
};

try {
  const result = decode();
  parentPort.postMessage(result, result.data ? [result.data.buffer] : []);
} catch (cause) {
  // Hostile bytes: libheif aborts when its heap runs out, and a size that it says may be too large for an array.
  const isHostile = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
  if (!isHostile && !(cause instanceof Refused)) throw cause;
  parentPort.postMessage({ refused: isHostile ? 'undecodable' : cause.reason, detail: cause.message });
}
`;
