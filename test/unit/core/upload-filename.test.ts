import { uploadFilename } from '../../../lambdas/core/upload-filename';

describe('the file name of an upload', () => {
  it.each([
    ['cat.png', 'cat.png'],
    ['dir/sub/cat.png', 'cat.png'],
    ['C:\\fakepath\\cat.png', 'cat.png'],
    ['../../etc/passwd', 'passwd'],
    ['/', null],
    ['..\\', null],
    ['', null],
    ['   ', null],
    [undefined, null],
    ['a\u0000b\r\nc\u007f\u0085.png', 'abc.png'],
    ['Mädchen 猫.jpg', 'Mädchen 猫.jpg'],
    ['cat\ud83d.jpg', 'cat\ufffd.jpg'],
  ])('of %j is %j', (declared, expected) => {
    expect(uploadFilename(declared)).toBe(expected);
  });

  it('is cut to 255 characters and never inside one', () => {
    const name = uploadFilename(`${'a'.repeat(254)}😀😀.png`);

    expect(Array.from(name ?? '')).toHaveLength(255);
    expect(name?.endsWith('😀')).toBe(true);
    expect(Buffer.from(name ?? '', 'utf8').toString('utf8')).toBe(name);
  });
});
