import { undecodable } from '../core/errors';

/** Encoders store equal tiles once and refer to them from every place, so items may hold more than the file does. */
const MAX_SHARED_BYTES = 32_000_000;

/** A part of the file: the inside of a box. */
interface Box {
  readonly type: string;
  readonly start: number;
  readonly end: number;
}

/** Unsigned numbers in the order of the file; past its end everything is 0. */
class Reader {
  constructor(
    private readonly file: Buffer,
    public position: number,
  ) {}

  next(bytes: number): number {
    const at = this.position;
    this.position += bytes;
    if (bytes === 0 || this.position > this.file.length) return 0;
    return bytes === 8 ? Number(this.file.readBigUInt64BE(at)) : this.file.readUIntBE(at, bytes);
  }
}

/** The boxes in a part of the file (ISO/IEC 14496-12, 4.2); what is no box ends them. */
const boxesIn = (file: Buffer, start: number, end: number): Box[] => {
  const boxes: Box[] = [];
  let position = start;
  while (position + 8 <= end) {
    const reader = new Reader(file, position);
    const size = reader.next(4);
    reader.position += 4;
    // 1: the size follows in 64 bits; 0: the box goes on to the end.
    const length = size === 1 ? reader.next(8) : size === 0 ? end - position : size;
    if (length < reader.position - position) break;
    const type = file.toString('latin1', position + 4, position + 8);
    boxes.push({ type, start: reader.position, end: Math.min(position + length, end) });
    position += length;
  }
  return boxes;
};

/** Bytes of all items that an `iloc` box locates, together (ISO/IEC 14496-12, 8.11.3). */
const itemBytes = (file: Buffer, { start, end }: Box): number => {
  const reader = new Reader(file, start);
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
