import { inflateSync } from 'node:zlib';

const SIGNATURE_BYTES = 8;
/** A chunk's length and type; a checksum is behind its data (PNG specification, 5.3). */
const BEFORE_DATA_BYTES = 8;
const CHECKSUM_BYTES = 4;

/** Chunks that a picture can do without, but not look the same (PNG specification, 11.3). */
const APPEARANCE: ReadonlySet<string> = new Set('tRNS gAMA cHRM sRGB iCCP cICP sBIT pHYs eXIf'.split(' '));

/**
 * How XMP begins: keyword and its end, then 0, which in `iTXt` says that it is not compressed (XMP, part 3, 1.1.5) and in
 * `zTXt`, where sharp writes it, how it is.
 */
const XMP = Buffer.from('XML:com.adobe.xmp\0\0', 'latin1');

/** More XMP than any editor writes; decoders inflate it whole. */
const MAX_INFLATED_BYTES = 1_000_000;

/** A capital first letter: without such a chunk there is no picture (PNG specification, 5.4). */
const isCritical = (type: string): boolean => /^[A-Z]/.test(type);

const isSmall = (compressed: Buffer): boolean => {
  try {
    inflateSync(compressed, { maxOutputLength: MAX_INFLATED_BYTES });
    return true;
  } catch {
    return false;
  }
};

const isXmp = (type: string, data: Buffer): boolean =>
  (type === 'iTXt' || type === 'zTXt') && data.subarray(0, XMP.length).equals(XMP);

/** Chooses what to keep of a file beside its picture: the first of each type. Others of it are not even inflated. */
const createChoice = () => {
  const seen = new Set<string>();
  return (type: string, data: Buffer): boolean => {
    if (seen.has(type) || !(APPEARANCE.has(type) || isXmp(type, data))) return false;
    seen.add(type);
    return type !== 'zTXt' || isSmall(data.subarray(XMP.length));
  };
};

/**
 * A PNG without its text and whatever else its picture does not need. The decoder behind sharp inflates all text as
 * soon as it is asked for anything, a thousandfold where it is made for it: 300 kB become gigabytes. What stays is no
 * larger than the file, but for a megabyte of XMP and the colour profile, which the decoder limits itself. What is no
 * whole chunk stays, and is the decoder's to judge.
 */
export const pngWithoutText = (png: Buffer): Buffer => {
  const kept = Buffer.alloc(png.length);
  const isWanted = createChoice();
  let position = Math.min(SIGNATURE_BYTES, png.length);
  let keptBytes = png.copy(kept, 0, 0, position);
  while (position + BEFORE_DATA_BYTES + CHECKSUM_BYTES <= png.length) {
    const dataStart = position + BEFORE_DATA_BYTES;
    const dataEnd = dataStart + png.readUInt32BE(position);
    const end = dataEnd + CHECKSUM_BYTES;
    if (end > png.length) break;
    const type = png.toString('latin1', position + 4, dataStart);
    const data = png.subarray(dataStart, dataEnd);
    if (isCritical(type) || isWanted(type, data)) keptBytes += png.copy(kept, keptBytes, position, end);
    position = end;
  }
  keptBytes += png.copy(kept, keptBytes, position);
  return kept.subarray(0, keptBytes);
};
