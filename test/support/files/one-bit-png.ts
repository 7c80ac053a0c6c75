import { crc32, deflateSync } from 'node:zlib';

/** One chunk of a PNG; `crc` can be wrong on purpose. */
export const pngChunk = (type: string, data: Buffer, crc?: number): Buffer => {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc ?? crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
};

/** A PNG that claims this size and one bit of grey a pixel, with these chunks of picture data. */
export const oneBitPng = (width: number, height: number, ...chunks: readonly Buffer[]): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
};

/**
 * A black PNG that really holds all its pixels: 121 megapixels are some 15 kB. A byte for eight pixels, compressed a
 * thousandfold, is what makes a decompression bomb.
 */
export const bombPng = (width: number, height: number): Buffer => {
  const rows = Buffer.alloc((Math.ceil(width / 8) + 1) * height);
  return oneBitPng(width, height, pngChunk('IDAT', deflateSync(rows, { level: 9 })));
};
