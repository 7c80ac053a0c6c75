import { boxesIn } from './isobmff-boxes';

/** Brands that promise a sequence of pictures (ISO/IEC 23008-12, 10; AV1 Image File Format, 8). */
const SEQUENCE_BRANDS: ReadonlySet<string> = new Set(['avis', 'msf1', 'hevc', 'hevx', 'hevm', 'hevs']);

/**
 * An AVIF or HEIC with nothing but its still picture: the film that it may have beside it is declared free space, and the
 * file no sequence. libheif makes a list of all samples of a film as soon as it opens the file, and 40 bytes can say that
 * there are 17 million, which are a gigabyte. Gives the buffer itself when there is no film.
 */
export const heifWithoutTracks = (file: Buffer): Buffer => {
  const boxes = boxesIn(file, 0, file.length);
  const films = boxes.filter(({ type }) => type === 'moov');
  if (films.length === 0) return file;
  const copy = Buffer.from(file);
  for (const { at } of films) copy.write('free', at + 4, 'latin1');
  for (const { start, end } of boxes.filter(({ type }) => type === 'ftyp')) {
    for (let at = start; at + 4 <= end; at += 4)
      if (SEQUENCE_BRANDS.has(copy.toString('latin1', at, at + 4))) copy.write('mif1', at, 'latin1');
  }
  return copy;
};
