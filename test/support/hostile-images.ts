import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { oneBitPng, pngChunk } from './files/one-bit-png';

/** A PNG whose header claims these dimensions and whose data is a few bytes. */
export const claimingPng = (width: number, height: number): Buffer =>
  oneBitPng(width, height, pngChunk('IDAT', deflateSync(Buffer.alloc(16))));

/** A PNG with a wrong checksum on its picture data. */
export const corruptPng = (): Buffer =>
  oneBitPng(8, 8, pngChunk('IDAT', deflateSync(Buffer.alloc(16)), 0xbadc0de));

/** A JPEG of a few pixels whose frame header claims these dimensions. */
export const claimingJpeg = async (width: number, height: number): Promise<Buffer> => {
  const jpeg = await plain('jpeg');
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]));
  jpeg.writeUInt16BE(height, frame + 5);
  jpeg.writeUInt16BE(width, frame + 7);
  return jpeg;
};

/** One pixel as a GIF codes it: clear, black, end. */
const ONE_PIXEL = [0x44, 0x01];
/** Codes that no decoder takes. */
export const GARBLED = [0xff, 0xff];

/** A GIF of this canvas and this many frames of one pixel in these codes, with a palette of black and white. */
export const gif = (width: number, height: number, frames: number, codes = ONE_PIXEL): Buffer => {
  const screen = Buffer.from([
    0x47, 0x49, 0x46, 0x38, 0x39, 0x61, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255,
  ]);
  screen.writeUInt16LE(width, 6);
  screen.writeUInt16LE(height, 8);
  const frame = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, codes.length, ...codes, 0]);
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

/** A WebP of this many frames of a few pixels, every one of them the same. */
export const manyFramesWebp = async (frames: number): Promise<Buffer> => {
  const two = await sharp(Buffer.from([0, 255]), { raw: { width: 1, height: 2, channels: 1, pageHeight: 1 } })
    .webp({ lossless: true })
    .toBuffer();
  const first = two.indexOf('ANMF');
  const frame = two.subarray(first, two.indexOf('ANMF', first + 4));
  const webp = Buffer.concat([two.subarray(0, first), Buffer.alloc(frame.length * frames, frame)]);
  webp.writeUInt32LE(webp.length - 8, 4);
  return webp;
};

/** A RIFF container that claims to be a WebP of other bytes. */
export const emptyWebp = (): Buffer =>
  Buffer.concat([Buffer.from('RIFF\x20\0\0\0WEBPVP8 ', 'latin1'), Buffer.alloc(20)]);

/** An ISO base media file with only a brand. */
export const brandOnly = (brand: string): Buffer =>
  Buffer.from(`\0\0\0\x14ftyp${brand}\0\0\0\0${brand}`, 'latin1');
