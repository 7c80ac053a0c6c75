import { Worker } from 'node:worker_threads';
import { tooLarge, undecodable } from '../core/errors';
import { HEIF_WORKER_SOURCE } from './heif-worker-source';

/**
 * Largest HEIF picture, in pixels. The largest phone sensors that write HEIC by default give 48.8 million; libheif in
 * WebAssembly needs eight bytes for each, which makes 100 million too many for a function.
 */
const MAX_HEIF_PIXELS = 50_000_000;

/** A picture of 48 million pixels takes two to three seconds on one core; what takes this long is made to. */
const DEFAULT_TIMEOUT_SECONDS = 20;

/** A decoded HEIF picture, upright: libheif has applied its rotation, mirroring and crop. */
export interface HeifPicture {
  readonly width: number;
  readonly height: number;
  /** RGBA, eight bits each, rows without gaps: `width * height * 4` bytes. */
  readonly data: Buffer;
  /** The ICC profile that the pixel values are in, when the file has one. */
  readonly icc?: Buffer;
}

/** How long a decode may take. */
export interface HeifDecodeOptions {
  /** @default 20 */
  readonly timeoutSeconds?: number;
}

type Answer =
  | { readonly refused: 'too-large' | 'undecodable'; readonly detail: string }
  | {
      readonly refused?: never;
      readonly width: number;
      readonly height: number;
      readonly data?: Uint8Array;
      readonly icc?: Uint8Array;
    };

type Decoded = Exclude<Answer, { refused: string }>;

const refusal = ({ refused, detail }: Exclude<Answer, Decoded>) =>
  refused === 'too-large'
    ? tooLarge(
        `a HEIC image may hold at most ${MAX_HEIF_PIXELS / 1_000_000} megapixels, this one is ${detail}`,
      )
    : undecodable(`not a readable HEIC image: ${detail}`);

/**
 * Runs libheif in a thread of its own: it is synchronous, a hostile file can keep it busy for hours, and its memory
 * never shrinks. The thread is ended after the answer or the timeout, and its memory goes with it.
 */
const runDecoder = (body: Buffer, pixels: boolean, options: HeifDecodeOptions): Promise<Decoded> =>
  new Promise((resolve, reject) => {
    const libheif = require.resolve('libheif-js/wasm-bundle');
    const workerData = { libheif, body, maxPixels: MAX_HEIF_PIXELS, pixels };
    const worker = new Worker(HEIF_WORKER_SOURCE, { eval: true, workerData, stdout: true, stderr: true });
    const end = (settle: () => void) => {
      clearTimeout(timer);
      void worker.terminate().then(settle);
    };
    const timer = setTimeout(
      () => end(() => reject(undecodable('the HEIC image takes too long to decode'))),
      (options.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000,
    );
    worker.once('message', (answer: Answer) =>
      end(() => (answer.refused === undefined ? resolve(answer) : reject(refusal(answer)))),
    );
    worker.once('error', (error) => end(() => reject(error)));
  });

const asBuffer = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);

/**
 * Decodes the primary picture of a HEIC or HEIF file.
 * @throws DomainError `too-large` before decoding, or `undecodable`; any other Error for a fault of ours or of libheif
 */
export const decodeHeif = async (body: Buffer, options: HeifDecodeOptions = {}): Promise<HeifPicture> => {
  const { width, height, data, icc } = await runDecoder(body, true, options);
  if (data === undefined) throw undecodable('the HEIC image has no pixels');
  return { width, height, data: asBuffer(data), ...(icc ? { icc: asBuffer(icc) } : {}) };
};

/**
 * Decodes the primary picture like `decodeHeif`, in the colour space of the file and without handing pixels over:
 * proves that it decodes in a third of the memory.
 * @throws DomainError `too-large` before decoding, or `undecodable`; any other Error for a fault of ours or of libheif
 */
export const checkHeif = async (
  body: Buffer,
  options: HeifDecodeOptions = {},
): Promise<Pick<HeifPicture, 'width' | 'height'>> => {
  const { width, height } = await runDecoder(body, false, options);
  return { width, height };
};
