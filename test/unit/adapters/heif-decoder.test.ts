import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checkHeif, decodeHeif, type HeifPicture } from '../../../lambdas/adapters/heif-decoder';
import { gridHeic, TILE_SIDE } from '../../support/heic-container';

const fixture = (name: string) => readFileSync(path.join(__dirname, '../../fixtures/heic', name));

/** The colour at a point, named when it is one of the tile's. */
const colourAt = ({ data, width }: HeifPicture, x: number, y: number): string => {
  const [red = 0, green = 0, blue = 0] = data.subarray((y * width + x) * 4);
  if (green > 140 && red < 80) return 'green';
  if (red > 140 && green < 80) return 'red';
  return blue > 140 && red < 80 ? 'blue' : `rgb(${red},${green},${blue})`;
};

/** Top left, top right, bottom left, bottom right. */
const corners = (picture: HeifPicture): string[] => {
  const [right, bottom] = [picture.width - 4, picture.height - 4];
  return [
    colourAt(picture, 3, 3),
    colourAt(picture, right, 3),
    colourAt(picture, 3, bottom),
    colourAt(picture, right, bottom),
  ];
};

describe('decoding HEIC', () => {
  it('gives RGBA rows without gaps', async () => {
    const picture = await decodeHeif(fixture('photo.heic'));

    expect(picture).toMatchObject({ width: 640, height: 427 });
    expect(picture.data).toHaveLength(640 * 427 * 4);
    expect(new Set(picture.data.filter((_, index) => index % 4 === 3))).toEqual(new Set([255]));
  });

  it('keeps transparency', async () => {
    const { data, width } = await decodeHeif(fixture('cut-out.heic'));

    expect(width).toBe(200);
    expect(data[3]).toBeLessThan(32);
    expect(data.at(-1)).toBeGreaterThan(223);
  });

  it('puts the tiles of a grid together and crops them', async () => {
    const whole = await decodeHeif(gridHeic({ columns: 3, rows: 2 }));
    const cropped = await decodeHeif(gridHeic({ columns: 3, rows: 2, width: 150, height: 70 }));

    expect([whole.width, whole.height]).toEqual([3 * TILE_SIDE, 2 * TILE_SIDE]);
    expect(corners(whole)).toEqual(['green', 'green', 'red', 'blue']);
    expect([cropped.width, cropped.height]).toEqual([150, 70]);
  });

  it.each([
    [1, ['green', 'blue', 'green', 'red']],
    [2, ['blue', 'red', 'green', 'green']],
    [3, ['red', 'green', 'blue', 'green']],
  ])('turns the picture upright: %d quarter turns anticlockwise', async (quarterTurns, expected) => {
    const picture = await decodeHeif(gridHeic({ columns: 2, rows: 1, quarterTurns }));

    expect([picture.width, picture.height]).toEqual(quarterTurns === 2 ? [128, 64] : [64, 128]);
    expect(corners(picture)).toEqual(expected);
  });

  it('says the same dimensions when it only checks', async () => {
    const turned = gridHeic({ columns: 2, rows: 1, quarterTurns: 1 });

    expect(await checkHeif(turned)).toEqual({ width: 64, height: 128 });
    expect(await checkHeif(fixture('photo.heic'))).toEqual({ width: 640, height: 427 });
  });
});

describe('hostile HEIC', () => {
  it.each([
    ['50,000 x 50,000', 50_000, 50_000],
    ['10,000 x 5,001', 10_000, 5001],
  ])('is refused by its header when it claims %s', async (_case, width, height) => {
    await expect(checkHeif(gridHeic({ columns: 1, rows: 1, width, height }))).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it.each([
    ['no bytes', Buffer.alloc(0)],
    ['random bytes', Buffer.from('not a picture at all, only text')],
    ['a header cut off', gridHeic({ columns: 2, rows: 1 }).subarray(0, 200)],
    ['picture data cut off', gridHeic({ columns: 2, rows: 1 }).subarray(0, -20)],
    ['a photograph cut off by one byte', fixture('photo.heic').subarray(0, -1)],
    ['tiles of garbage', gridHeic({ columns: 2, rows: 1, tileData: Buffer.alloc(300, 7) })],
    ['empty tiles', gridHeic({ columns: 2, rows: 1, tileData: Buffer.alloc(0) })],
    ['a grid of nothing', gridHeic({ columns: 1, rows: 1, width: 0, height: 0 })],
    ['tiles that do not fill the grid', gridHeic({ columns: 1, rows: 1, width: 4000, height: 4000 })],
    ['more tiles than any phone writes', gridHeic({ columns: 40, rows: 40 })],
  ])('is refused: %s', async (_case, body) => {
    await expect(checkHeif(body)).rejects.toMatchObject({ code: 'undecodable' });
    await expect(decodeHeif(body)).rejects.toMatchObject({ code: 'undecodable' });
  });

  it('does not hold the function up: a decode ends with its time', async () => {
    await expect(decodeHeif(fixture('photo.heic'), { timeoutSeconds: 0.001 })).rejects.toMatchObject({
      code: 'undecodable',
      message: expect.stringContaining('too long'),
    });
  });

  it('survives any flipped byte: a picture or a refusal, never anything else', async () => {
    const whole = fixture('tile.heic');
    const positions = Array.from({ length: 12 }, (_, index) => Math.floor((index * whole.length) / 12));

    for (const position of positions) {
      const broken = Buffer.from(whole);
      broken.writeUInt8((broken.readUInt8(position) + 0x5b) % 256, position);

      const result = await checkHeif(broken).catch((error: unknown) => error);

      expect(result).toEqual(
        result instanceof Error
          ? expect.objectContaining({ name: 'DomainError' })
          : expect.objectContaining({ width: expect.any(Number) }),
      );
    }
  });
});
