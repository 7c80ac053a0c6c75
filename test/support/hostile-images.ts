import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** One chunk of a PNG; `crc` can be wrong on purpose. */
const chunk = (type: string, data: Buffer, crc?: number): Buffer => {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc ?? crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
};

const header = (width: number, height: number): Buffer => {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data[8] = 1;
  return data;
};

const png = (...chunks: readonly Buffer[]): Buffer =>
  Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), ...chunks, chunk('IEND', Buffer.alloc(0))]);

/** A PNG whose header claims these dimensions and whose data is a few bytes. */
export const claimingPng = (width: number, height: number): Buffer =>
  png(chunk('IHDR', header(width, height)), chunk('IDAT', deflateSync(Buffer.alloc(16))));

/** A PNG that really holds all its pixels, one bit each, compressed a thousandfold. */
export const bombPng = (width: number, height: number): Buffer =>
  png(
    chunk('IHDR', header(width, height)),
    chunk('IDAT', deflateSync(Buffer.alloc((Math.ceil(width / 8) + 1) * height), { level: 9 })),
  );

/** A PNG with a wrong checksum on its picture data. */
export const corruptPng = (): Buffer =>
  png(chunk('IHDR', header(8, 8)), chunk('IDAT', deflateSync(Buffer.alloc(16)), 0xbadc0de));

/** A JPEG of a few pixels whose frame header claims these dimensions. */
export const claimingJpeg = async (width: number, height: number): Promise<Buffer> => {
  const jpeg = await plain('jpeg');
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(height, frame + 5);
  jpeg.writeUInt16BE(width, frame + 7);
  return jpeg;
};

/** A GIF of this canvas and this many one-pixel frames, with a palette of black and white. */
export const gif = (width: number, height: number, frames: number): Buffer => {
  const screen = Buffer.from([
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
  ]);
  screen.writeUInt16LE(width, 6);
  screen.writeUInt16LE(height, 8);
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]);
  return Buffer.concat([screen, ...Array.from({ length: frames }, () => frame), Buffer.from([0x3b])]);
};

/** A file that a browser would run as a script and that starts like a GIF: `GIF89a/*` … `*\/=1;alert(1)`. */
export const gifScript = (): Buffer =>
  Buffer.concat([
    Buffer.from('GIF89a/*', 'latin1'),
    Buffer.alloc(32),
    Buffer.from('*/=1;alert(1)//', 'latin1'),
  ]);

/** A valid picture of one colour. */
export const plain = (
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif',
  width = 16,
  height = 16,
): Promise<Buffer> =>
  sharp({ create: { width, height, channels: 3, background: '#3a6ea5' } })
    .toFormat(format)
    .toBuffer();

/** A valid JPEG with EXIF data of nearly 64 KB, the most a segment holds. */
export const exifHeavyJpeg = (): Promise<Buffer> =>
  sharp({ create: { width: 16, height: 8, channels: 3, background: '#3a6ea5' } })
    .withExif({ IFD0: { ImageDescription: 'x'.repeat(64_000) } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();

/** A valid JPEG in the four colours of print. */
export const cmykJpeg = (): Promise<Buffer> =>
  sharp({ create: { width: 16, height: 16, channels: 3, background: '#3a6ea5' } })
    .toColourspace('cmyk')
    .jpeg()
    .toBuffer();

/** A picture with noise, which compresses badly, so that cutting its end off cuts pixels off. */
export const noisy = (
  format: 'jpeg' | 'png' | 'webp' | 'gif' | 'avif',
  options: object = {},
): Promise<Buffer> =>
  sharp({
    create: {
      width: 160,
      height: 120,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .toFormat(format, options)
    .toBuffer();

/** A RIFF container that claims to be a WebP of other bytes. */
export const emptyWebp = (): Buffer =>
  Buffer.concat([Buffer.from('RIFF\x20\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(20)]);

/** An ISO base media file with only a brand. */
export const brandOnly = (brand: string): Buffer =>
  Buffer.from(`\0\0\0\x14ftyp${brand}\0\0\0\0${brand}`, 'latin1');
