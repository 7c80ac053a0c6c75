/** A box of an ISO base media file: where it begins, and the part of the file that is inside. */
export interface Box {
  readonly type: string;
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

/** Unsigned numbers in the order of the file; past its end everything is 0. */
export class NumberReader {
  constructor(
    private readonly file: Buffer,
    public position: number,
  ) {}

  /** The next number, of 0, 1, 2, 4 or 8 bytes. */
  next(bytes: number): number {
    const at = this.position;
    this.position += bytes;
    if (bytes === 0 || this.position > this.file.length) return 0;
    return bytes === 8 ? Number(this.file.readBigUInt64BE(at)) : this.file.readUIntBE(at, bytes);
  }
}

/** The boxes in a part of the file (ISO/IEC 14496-12, 4.2); what is no box ends them. */
export const boxesIn = (file: Buffer, start: number, end: number): Box[] => {
  const boxes: Box[] = [];
  let at = start;
  while (at + 8 <= end) {
    const reader = new NumberReader(file, at);
    const size = reader.next(4);
    reader.position += 4;
    // 1: the size follows in 64 bits; 0: the box goes on to the end.
    const length = size === 1 ? reader.next(8) : size === 0 ? end - at : size;
    if (length < reader.position - at) break;
    const type = file.toString('latin1', at + 4, at + 8);
    boxes.push({ type, at, start: reader.position, end: Math.min(at + length, end) });
    at += length;
  }
  return boxes;
};
