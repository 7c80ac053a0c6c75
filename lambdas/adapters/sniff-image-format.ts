import type { ImageFormat } from '../core/image';
import { hasSvgRoot } from './svg-document';

const ascii = (body: Buffer, start: number, end: number): string => body.toString('latin1', start, end);

/** Brands of ISO/IEC 23008-12 and AV1 image files; `mif1` and `msf1` alone leave the codec open. */
const AVIF_BRANDS = new Set(['avif', 'avis']);
const HEIC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'hevm', 'hevs']);

/** Brands of an ISO base media file: the major one first, then the compatible ones. */
const brandsOf = (body: Buffer): string[] => {
  if (ascii(body, 4, 8) !== 'ftyp') return [];
  const end = Math.min(body.readUInt32BE(0), body.length, 256);
  const brands = [ascii(body, 8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(ascii(body, at, at + 4));
  return brands;
};

const isobmffFormat = (body: Buffer): ImageFormat | undefined => {
  const brands = brandsOf(body);
  if (brands.some((brand) => AVIF_BRANDS.has(brand))) return 'avif';
  if (brands.some((brand) => HEIC_BRANDS.has(brand))) return 'heic';
  return undefined;
};

/**
 * The format of an image by its own bytes; what the client declares (type, extension) is never asked (contract 0.2,
 * item 9). Undefined for everything that is not accepted. Bytes after the end of a picture are tolerated, phones
 * append films and maps there: what is served carries the type found here and `nosniff`, so a file that is also a
 * script or an archive is only ever taken for the picture.
 */
export const sniffImageFormat = (body: Buffer): ImageFormat | undefined => {
  if (body.length < 12) return undefined;
  if (body.readUIntBE(0, 3) === 0xffd8ff) return 'jpeg';
  if (ascii(body, 0, 8) === '\x89PNG\r\n\x1a\n') return 'png';
  if (/^GIF8[79]a$/.test(ascii(body, 0, 6))) return 'gif';
  if (ascii(body, 0, 4) === 'RIFF' && ascii(body, 8, 12) === 'WEBP') return 'webp';
  return isobmffFormat(body) ?? (hasSvgRoot(body) ? 'svg+xml' : undefined);
};
