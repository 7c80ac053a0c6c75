import { undecodable } from '../core/errors';
import { type Box, boxesIn, NumberReader } from './isobmff-boxes';

/** Encoders store equal tiles once and refer to them from every place, so items may hold more than the file does. */
const MAX_SHARED_BYTES = 32_000_000;

/** Bytes of all items that an `iloc` box locates, together (ISO/IEC 14496-12, 8.11.3). */
const itemBytes = (file: Buffer, { start, end }: Box): number => {
  const reader = new NumberReader(file, start);
  const version = reader.next(1);
  reader.position += 3;
  const [sizes, moreSizes] = [reader.next(1), reader.next(1)];
  const [offsetBytes, lengthBytes, baseBytes] = [sizes >> 4, sizes & 15, moreSizes >> 4];
  const indexBytes = version === 0 ? 0 : moreSizes & 15;
  if (![offsetBytes, lengthBytes, baseBytes, indexBytes].every((bytes) => [0, 4, 8].includes(bytes)))
    throw undecodable('the image locates its items in numbers of unknown size');
  const idBytes = version === 2 ? 4 : 2;
  const items = reader.next(idBytes);
  let total = 0;
  for (let item = 0; item < items && reader.position < end; item += 1) {
    // Number, how it is constructed, in which file, from where.
    reader.position += idBytes + (version === 0 ? 0 : 2) + 2 + baseBytes;
    const extents = reader.next(2);
    // Extents without any number take no room in the box, however many there are.
    if (lengthBytes === 0) {
      total += extents * file.length;
      reader.position += extents * (indexBytes + offsetBytes);
      continue;
    }
    for (let extent = 0; extent < extents && reader.position < end; extent += 1) {
      reader.position += indexBytes + offsetBytes;
      // 0 is the whole file.
      total += reader.next(lengthBytes) || file.length;
    }
  }
  return total;
};

/**
 * Refuses an AVIF or HEIC whose items are far more than the file, by pointing at the same bytes over and over: libheif
 * copies each of them, metadata too, and half a megabyte becomes gigabytes.
 * @throws DomainError `undecodable`
 */
export const assertItemsFit = (file: Buffer): void => {
  const total = boxesIn(file, 0, file.length)
    .filter(({ type }) => type === 'meta')
    // A version and flags come first.
    .flatMap(({ start, end }) => boxesIn(file, start + 4, end))
    .filter(({ type }) => type === 'iloc')
    .reduce((sum, box) => sum + itemBytes(file, box), 0);
  if (total > file.length + MAX_SHARED_BYTES)
    throw undecodable('the image points at the same bytes too often');
};
