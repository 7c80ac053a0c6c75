import { readFileSync } from 'node:fs';
import path from 'node:path';

/** Side of the one tile that every picture here is made of, in pixels: green above, red left, blue right. */
export const TILE_SIDE = 64;

/** A number of so many bytes, big end first. */
export const uint = (value: number, bytes: 1 | 2 | 4): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

/** A box of this type around these parts (ISO/IEC 14496-12, 4.2). */
export const box = (type: string, ...parts: readonly Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  return Buffer.concat([uint(body.length + 8, 4), Buffer.from(type, 'latin1'), body]);
};

/** A box with a version, and no flags. */
export const fullBox = (type: string, version: number, ...parts: readonly Buffer[]): Buffer =>
  box(type, uint(version * 0x1000000, 4), ...parts);

/** The first box of this type, its head included. */
export const boxIn = (file: Buffer, type: string): Buffer => {
  const at = file.indexOf(type, 0, 'latin1') - 4;
  return file.subarray(at, at + file.readUInt32BE(at));
};

const readTile = (): { readonly hvcC: Buffer; readonly data: Buffer } => {
  const file = readFileSync(path.join(__dirname, '../fixtures/heic/tile.heic'));
  return { hvcC: boxIn(file, 'hvcC'), data: boxIn(file, 'mdat').subarray(8) };
};

/** What `gridHeic` makes. */
export interface GridOptions {
  readonly columns: number;
  readonly rows: number;
  /** What the grid claims to be, in pixels. @default what its tiles cover */
  readonly width?: number;
  readonly height?: number;
  /** Quarter turns anticlockwise (`irot`), as phones write them instead of turning pixels. @default 0 */
  readonly quarterTurns?: number;
  /** HEVC data of each tile. @default the fixture's */
  readonly tileData?: Buffer;
  /** Major brand. @default heic */
  readonly brand?: string;
}

/** What an item is (`infe`). */
export const item = (id: number, type: string): Buffer =>
  fullBox('infe', 2, uint(id, 2), uint(0, 2), Buffer.from(`${type}\0`, 'latin1'));

const location = (id: number, offset: number, length: number): Buffer =>
  Buffer.concat([uint(id, 2), uint(0, 2), uint(1, 2), uint(offset, 4), uint(length, 4)]);

const ispe = (width: number, height: number): Buffer => fullBox('ispe', 0, uint(width, 4), uint(height, 4));

const association = (id: number, ...properties: readonly number[]): Buffer =>
  Buffer.concat([
    uint(id, 2),
    uint(properties.length, 1),
    ...properties.map((index) => uint(index | 0x80, 1)),
  ]);

/**
 * A HEIC file as phones write it: a grid of equal tiles, with a rotation property. Every tile is the same HEVC data.
 * Item 1 is the grid, items 2 and on are the tiles (ISO/IEC 23008-12, 6.6.2.3).
 */
export const gridHeic = (options: GridOptions): Buffer => {
  const tile = readTile();
  const { columns, rows, quarterTurns = 0, tileData = tile.data, brand = 'heic' } = options;
  const { width = columns * TILE_SIDE, height = rows * TILE_SIDE } = options;
  const tiles = Array.from({ length: columns * rows }, (_, index) => index + 2);
  const grid = Buffer.concat([
    uint(0, 1),
    uint(1, 1),
    uint(rows - 1, 1),
    uint(columns - 1, 1),
    uint(width, 4),
    uint(height, 4),
  ]);
  const properties = box(
    'iprp',
    box(
      'ipco',
      tile.hvcC,
      ispe(TILE_SIDE, TILE_SIDE),
      ispe(width, height),
      box('irot', uint(quarterTurns, 1)),
    ),
    fullBox(
      'ipma',
      0,
      uint(tiles.length + 1, 4),
      association(1, 3, 4),
      ...tiles.map((id) => association(id, 1, 2)),
    ),
  );
  const ftyp = box('ftyp', Buffer.from(`${brand}\0\0\0\0mif1${brand}`, 'latin1'));
  const meta = (dataStart: number): Buffer =>
    fullBox(
      'meta',
      0,
      fullBox('hdlr', 0, uint(0, 4), Buffer.from('pict', 'latin1'), Buffer.alloc(13)),
      fullBox('pitm', 0, uint(1, 2)),
      fullBox(
        'iloc',
        0,
        uint(0x4400, 2),
        uint(tiles.length + 1, 2),
        location(1, dataStart, grid.length),
        ...tiles.map((id) => location(id, dataStart + grid.length, tileData.length)),
      ),
      fullBox('iinf', 0, uint(tiles.length + 1, 2), item(1, 'grid'), ...tiles.map((id) => item(id, 'hvc1'))),
      fullBox('iref', 0, box('dimg', uint(1, 2), uint(tiles.length, 2), ...tiles.map((id) => uint(id, 2)))),
      properties,
    );
  const dataStart = ftyp.length + meta(0).length + 8;
  return Buffer.concat([ftyp, meta(dataStart), box('mdat', grid, tileData)]);
};
