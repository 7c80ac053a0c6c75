/** Who made an image and under which rights, as its EXIF says. */
export interface ExifCopyright {
  readonly Copyright?: string;
  readonly Artist?: string;
}

/** Tags of the first directory (EXIF 3.0, 4.6.5). */
const TAGS: ReadonlyMap<number, keyof ExifCopyright> = new Map([
  [0x8298, 'Copyright'],
  [0x013b, 'Artist'],
]);

const ASCII = 2;
const ENTRY_BYTES = 12;
const MAX_ENTRIES = 256;
const MAX_TEXT_BYTES = 1024;

/** Reads unsigned numbers in the byte order that the header names; outside the data everything is 0. */
class TiffReader {
  readonly #data: Buffer;
  readonly #little: boolean;

  constructor(exif: Buffer) {
    const start = exif.toString('latin1', 0, 6) === 'Exif\0\0' ? 6 : 0;
    this.#data = exif.subarray(start);
    this.#little = this.#data.toString('latin1', 0, 2) === 'II';
  }

  short(offset: number): number {
    if (offset + 2 > this.#data.length) return 0;
    return this.#little ? this.#data.readUInt16LE(offset) : this.#data.readUInt16BE(offset);
  }

  long(offset: number): number {
    if (offset + 4 > this.#data.length) return 0;
    return this.#little ? this.#data.readUInt32LE(offset) : this.#data.readUInt32BE(offset);
  }

  /** Text of at most 1,024 bytes up to its last NUL; the editor's copyright follows the photographer's after a NUL. */
  text(offset: number, length: number): string {
    return this.#data
      .toString('utf8', offset, offset + Math.min(length, MAX_TEXT_BYTES))
      .replace(/\0+$/, '')
      .replaceAll('\0', '; ')
      .trim();
  }
}

/**
 * Takes the copyright and artist out of an EXIF block, with or without its `Exif\0\0` prefix. The block comes from a
 * stranger's file: every offset is checked, the work is bounded, and nonsense gives `{}`.
 */
export const exifCopyright = (exif: Buffer): ExifCopyright => {
  const reader = new TiffReader(exif);
  const directory = reader.long(4);
  const entries = Math.min(reader.short(directory), MAX_ENTRIES);
  const found: { Copyright?: string; Artist?: string } = {};
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * ENTRY_BYTES;
    const name = TAGS.get(reader.short(entry));
    if (!name || reader.short(entry + 2) !== ASCII) continue;
    const length = reader.long(entry + 4);
    // Up to four bytes are in the entry itself.
    const text = reader.text(length <= 4 ? entry + 8 : reader.long(entry + 8), length);
    if (text !== '') found[name] = text;
  }
  return found;
};
