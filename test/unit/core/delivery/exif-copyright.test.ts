import fc from 'fast-check';
import sharp from 'sharp';
import { exifCopyright } from '../../../../lambdas/core/delivery/exif-copyright';

/** The EXIF block of a JPEG that sharp wrote. */
const exifOf = async (fields: Record<string, string>): Promise<Buffer> => {
  const image = sharp({ create: { width: 2, height: 2, channels: 3, background: 'red' } });
  const { exif } = await sharp(await image.withExif({ IFD0: fields }).jpeg().toBuffer()).metadata();
  return exif ?? Buffer.alloc(0);
};

describe('the copyright in an EXIF block', () => {
  it('is found beside other fields, and they are left', async () => {
    const exif = await exifOf({ Copyright: 'Example Press 2026', Artist: 'A. Photographer', Make: 'Camera' });

    expect(exifCopyright(exif)).toEqual({ Copyright: 'Example Press 2026', Artist: 'A. Photographer' });
  });

  it('is found without the prefix, in both byte orders, and when it fits into the entry', () => {
    const little = Buffer.from(
      '49492a0008000000' + '0100' + '9882' + '0200' + '03000000' + '4d650000' + '00000000',
      'hex',
    );
    const big = Buffer.from(
      '4d4d002a00000008' + '0001' + '8298' + '0002' + '00000003' + '4d650000' + '00000000',
      'hex',
    );

    expect([little, big].map(exifCopyright)).toEqual([{ Copyright: 'Me' }, { Copyright: 'Me' }]);
  });

  it('is nothing when there is none', async () => {
    expect(exifCopyright(await exifOf({ Make: 'Camera' }))).toEqual({});
    expect(exifCopyright(Buffer.alloc(0))).toEqual({});
  });

  it('survives any bytes, quickly', () => {
    const head = Buffer.from('49492a0008000000ffff', 'hex');

    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const found = exifCopyright(Buffer.concat([head, bytes]));

        expect(Object.keys(found).every((name) => ['Copyright', 'Artist'].includes(name))).toBe(true);
      }),
    );
  });

  it('takes no more than 1,024 bytes, whatever length is claimed', () => {
    const entry = '0100' + '9882' + '0200' + 'ffffffff' + '1a000000' + '00000000';
    const exif = Buffer.concat([Buffer.from(`49492a0008000000${entry}`, 'hex'), Buffer.alloc(5000, 'x')]);

    expect(exifCopyright(exif).Copyright).toHaveLength(1024);
  });
});
