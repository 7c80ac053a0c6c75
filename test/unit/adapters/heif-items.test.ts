import { readFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { assertItemsFit } from '../../../lambdas/adapters/heif-items';
import { avifWithMetadata } from '../../support/avif-metadata';
import { photograph } from '../../support/files/fixture';
import { box, fullBox, gridHeic, uint } from '../../support/heic-container';
import { mustEnd } from '../../support/must-end';

const heic = (name: string) => readFileSync(path.join(__dirname, '../../fixtures/heic', name));
const expectRefusal = (file: Buffer) =>
  expect(() => mustEnd(() => assertItemsFit(file))).toThrow(expect.objectContaining({ code: 'undecodable' }));

/** A file with nothing but places of items. */
const located = (...iloc: readonly Buffer[]): Buffer =>
  Buffer.concat([box('ftyp', Buffer.from('avif\0\0\0\0')), fullBox('meta', 0, box('iloc', ...iloc))]);

describe('the items of an AVIF or HEIC', () => {
  it.each([
    ['an AVIF', photograph('photo.avif')],
    ['a HEIC of one picture', heic('photo.heic')],
    ['a HEIC of tiles that are all the same', gridHeic({ columns: 16, rows: 16 })],
    ['an AVIF with metadata', avifWithMetadata({ items: 3, extents: 1, bytes: 60_000 })],
    ['no boxes at all', Buffer.from('neither this nor that is a box')],
    ['nothing', Buffer.alloc(0)],
    ['a box that is cut off', photograph('photo.avif').subarray(0, 100)],
  ])('fit into the file in %s', (_case, file) => {
    expect(() => assertItemsFit(file)).not.toThrow();
  });

  it.each([0, 1, 2] as const)(
    'are refused when they point at the same bytes over and over: places of version %d',
    (version) => {
      expectRefusal(avifWithMetadata({ items: 10, extents: 32, bytes: 120_000, version }));
    },
  );

  it.each([
    [
      'lengths of 64 bits',
      [uint(0, 4), uint(0x0800, 2), uint(1, 2), Buffer.alloc(4), uint(1, 2), Buffer.alloc(8, 1)],
    ],
    ['a length that nothing knows', [uint(0, 4), uint(0x4500, 2), uint(1, 2), Buffer.alloc(64)]],
    [
      'more extents without any numbers than there is time for',
      [
        uint(0, 4),
        uint(0, 2),
        uint(65_535, 2),
        Buffer.alloc(65_535 * 6, Buffer.from([0, 1, 0, 0, 255, 255])),
      ],
    ],
    [
      'extents that are the whole file',
      [uint(0, 4), uint(0x4400, 2), uint(1, 2), uint(1, 4), uint(60_000, 2), Buffer.alloc(480_000)],
    ],
  ])('are refused with %s', (_case, iloc) => {
    expectRefusal(located(...iloc));
  });

  it('are found in boxes whose length is 64 bits long or goes to the end', () => {
    const file = avifWithMetadata({ items: 10, extents: 32, bytes: 120_000 });
    const at = file.indexOf('meta') - 4;
    const length = file.readUInt32BE(at);
    const meta = file.subarray(at + 8, at + length);
    const long = Buffer.concat([uint(1, 4), Buffer.from('meta'), uint(0, 4), uint(length + 8, 4), meta]);
    const open = Buffer.concat([uint(0, 4), Buffer.from('meta'), meta]);

    for (const start of [long, open]) {
      expectRefusal(Buffer.concat([file.subarray(0, at), start, file.subarray(at + length)]));
    }
  });

  it('would be unpacked by the decoder', async () => {
    const { exif } = await sharp(avifWithMetadata({ items: 2, extents: 32, bytes: 10_000 })).metadata();

    expect(exif?.length).toBeGreaterThan(300_000);
  });
});
