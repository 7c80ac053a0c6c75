/** Decoded pixels and the ICC profile they are in. */
export interface ProfiledPicture {
  readonly width: number;
  readonly height: number;
  /** RGBA, eight bits each, rows without gaps. */
  readonly data: Buffer;
  readonly icc: Buffer;
}

const DIRECTORY_OFFSET = 8;
const ENTRY_BYTES = 12;
const SHORT = 3;
const LONG = 4;
const UNDEFINED = 7;

type Entry = readonly [tag: number, type: number, count: number, value: number];

/**
 * Wraps pixels in an uncompressed TIFF (TIFF 6.0; tag 34675 of ISO 15076-1), because sharp takes a profile with raw
 * pixels in no other way: phones write HEIC in Display P3, and without its profile the colours come out pale.
 */
export const rgbaTiff = ({ width, height, data, icc }: ProfiledPicture): Buffer => {
  const entryCount = 11;
  const bitsOffset = DIRECTORY_OFFSET + 2 + entryCount * ENTRY_BYTES + 4;
  const iccOffset = bitsOffset + 8;
  const dataOffset = iccOffset + icc.length + (icc.length % 2);
  const entries: readonly Entry[] = [
    [256, LONG, 1, width],
    [257, LONG, 1, height],
    [258, SHORT, 4, bitsOffset], // bits of each sample
    [259, SHORT, 1, 1], // not compressed
    [262, SHORT, 1, 2], // RGB
    [273, LONG, 1, dataOffset], // the only strip
    [277, SHORT, 1, 4], // samples of a pixel
    [278, LONG, 1, height], // rows of a strip
    [279, LONG, 1, data.length],
    [338, SHORT, 1, 2], // the fourth sample is alpha, not multiplied in
    [34675, UNDEFINED, icc.length, iccOffset],
  ];
  const head = Buffer.alloc(dataOffset);
  head.write('II*\0', 0, 'latin1');
  head.writeUInt32LE(DIRECTORY_OFFSET, 4);
  head.writeUInt16LE(entryCount, DIRECTORY_OFFSET);
  entries.forEach(([tag, type, count, value], index) => {
    const offset = DIRECTORY_OFFSET + 2 + index * ENTRY_BYTES;
    head.writeUInt16LE(tag, offset);
    head.writeUInt16LE(type, offset + 2);
    head.writeUInt32LE(count, offset + 4);
    // Little-endian: a short is left-justified in the four bytes either way.
    head.writeUInt32LE(value, offset + 8);
  });
  for (let sample = 0; sample < 4; sample += 1) head.writeUInt16LE(8, bitsOffset + 2 * sample);
  icc.copy(head, iccOffset);
  return Buffer.concat([head, data]);
};
