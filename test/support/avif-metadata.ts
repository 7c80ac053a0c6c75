import { photograph } from './files/fixture';
import { box, boxIn, fullBox, item, uint } from './heic-container';

/** What `avifWithMetadata` makes. */
export interface AvifMetadata {
  /** Blocks of EXIF data. */
  readonly items: number;
  /** How often each of them points at the same bytes. */
  readonly extents: number;
  /** How many bytes it points at. */
  readonly bytes: number;
  /** Of the box that locates the items. @default 0 */
  readonly version?: 0 | 1 | 2;
}

/** The photograph `photo.avif` with blocks of EXIF data that are all made of the same bytes. */
export const avifWithMetadata = ({ items, extents, bytes, version = 0 }: AvifMetadata): Buffer => {
  const photo = photograph('photo.avif');
  const [ftyp, picture] = [boxIn(photo, 'ftyp'), boxIn(photo, 'mdat').subarray(8)];
  const exif = Buffer.concat([
    uint(0, 4),
    Buffer.from('II*\0\x08\0\0\0', 'latin1'),
    Buffer.alloc(bytes - 12),
  ]);
  const ids = Array.from({ length: items }, (_, index) => index + 2);
  const idBytes = version === 2 ? 4 : 2;
  const location = (id: number, offset: number, length: number, count: number): Buffer =>
    Buffer.concat([
      uint(id, idBytes),
      Buffer.alloc(version === 0 ? 2 : 4),
      uint(count, 2),
      ...Array<Buffer>(count).fill(Buffer.concat([uint(offset, 4), uint(length, 4)])),
    ]);
  const meta = (dataStart: number): Buffer =>
    fullBox(
      'meta',
      0,
      boxIn(photo, 'hdlr'),
      boxIn(photo, 'pitm'),
      fullBox(
        'iloc',
        version,
        uint(0x4400, 2),
        uint(items + 1, idBytes),
        location(1, dataStart, picture.length, 1),
        ...ids.map((id) => location(id, dataStart + picture.length, exif.length, extents)),
      ),
      fullBox('iinf', 0, uint(items + 1, 2), item(1, 'av01'), ...ids.map((id) => item(id, 'Exif'))),
      fullBox('iref', 0, ...ids.map((id) => box('cdsc', uint(id, 2), uint(1, 2), uint(1, 2)))),
      boxIn(photo, 'iprp'),
    );
  const dataStart = ftyp.length + meta(0).length + 8;
  return Buffer.concat([ftyp, meta(dataStart), box('mdat', picture, exif)]);
};
