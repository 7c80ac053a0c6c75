import { readFileSync } from 'node:fs';
import path from 'node:path';
import { heifWithoutTracks } from '../../../lambdas/adapters/heif-without-tracks';
import { SharpImageInspector } from '../../../lambdas/adapters/sharp-image-inspector';
import { photograph } from '../../support/files/fixture';
import { box, boxIn } from '../../support/heic-container';

const heic = readFileSync(path.join(__dirname, '../../fixtures/heic/photo.heic'));

/** The picture with a film behind it, as programs write sequences; what is in the film nobody may look at. */
const withFilm = (picture: Buffer, brand: string): Buffer => {
  const file = Buffer.from(picture);
  const brandsEnd = boxIn(file, 'ftyp').length;
  file.write(brand, 8, 'latin1');
  file.write('msf1', brandsEnd - 4, 'latin1');
  return Buffer.concat([file, box('moov', Buffer.alloc(1000, 0xff)), box('free', Buffer.alloc(8))]);
};

describe('an AVIF or HEIC without its film', () => {
  it.each([
    ['AVIF', photograph('photo.avif'), 'avis'],
    ['HEIC', heic, 'hevc'],
  ])('has the same length, no film and no brand that promises one: %s', (_format, picture, brand) => {
    const file = withFilm(picture, brand);
    const original = Buffer.from(file);

    const without = heifWithoutTracks(file);

    expect(without).toHaveLength(file.length);
    expect(['moov', 'msf1', brand].filter((type) => without.includes(type))).toEqual([]);
    expect(file).toEqual(original);
  });

  it('is the file itself when there is none', () => {
    for (const file of [photograph('photo.avif'), heic, Buffer.alloc(0)]) {
      expect(heifWithoutTracks(file)).toBe(file);
    }
  });

  it.each([
    ['AVIF', photograph('photo.avif'), 'avis', 'avif'],
    ['HEIC', heic, 'hevc', 'heic'],
  ])(
    'is what ingest looks at, and publishes with everything it has: %s',
    async (_format, picture, brand, format) => {
      const file = withFilm(picture, brand);

      const { body, file: description } = await new SharpImageInspector().inspect(file);

      expect(body).toBe(file);
      expect(description).toMatchObject({ format, width: 640, height: 427, frames: 1 });
    },
  );
});
