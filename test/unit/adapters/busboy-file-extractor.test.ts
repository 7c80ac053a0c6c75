import fc from 'fast-check';
import { BusboyFileExtractor } from '../../../lambdas/adapters/busboy-file-extractor';
import { DomainError } from '../../../lambdas/core/errors';

const CONTENT_TYPE = 'multipart/form-data; boundary=XB';
const extractor = new BusboyFileExtractor();
const extract = (body: string | Buffer, contentType = CONTENT_TYPE) =>
  extractor.extract({ body: Buffer.from(body), contentType });

/** One part; `disposition` is what follows `form-data; `. */
const part = (disposition: string, content: string, type = 'application/octet-stream') =>
  `--XB\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`;
const form = (...parts: string[]) => `${parts.join('')}--XB--\r\n`;
const text = async (body: Promise<{ body: Buffer }>) => (await body).body.toString('latin1');

describe('the file of an upload', () => {
  it.each(['', 'image/png', 'application/octet-stream', 'text/plain', 'application/x-www-form-urlencoded'])(
    'is the body itself when its type is %j',
    async (contentType) => {
      const upload = { body: Buffer.from('--XB raw'), contentType, filename: 'cat.png' };

      expect(await extractor.extract(upload)).toMatchObject({ body: upload.body, filename: 'cat.png' });
    },
  );

  it('is the part named file, whatever its own type', async () => {
    expect(await extract(form(part('name="file"; filename="cat.png"', 'DATA')))).toEqual({
      body: Buffer.from('DATA'),
      filename: 'cat.png',
    });
  });

  it.each([
    ['a quoted boundary', 'multipart/form-data; charset=utf-8; boundary="XB"'],
    ['upper case', 'Multipart/Form-Data; Boundary=XB'],
    ['space around', ' multipart/form-data; boundary=XB '],
  ])('is found when the type has %s', async (_case, contentType) => {
    expect(await text(extract(form(part('name="file"; filename="a"', 'DATA')), contentType))).toBe('DATA');
  });

  it('is the first of several, and every other field is ignored', async () => {
    const body = form(
      part('name="id"', 'x', 'text/plain'),
      part('name="photo"; filename="p"', 'NOT ME'),
      part('name="file"; filename="1"', 'FIRST'),
      part('name="file"; filename="2"', 'SECOND'),
      part('name="metadata"', '{}', 'text/plain'),
    );

    expect(await extract(body)).toEqual({ body: Buffer.from('FIRST'), filename: '1' });
  });

  describe('however large what is skipped is', () => {
    const large = 'x'.repeat(300_000);
    const file = part('name="file"; filename="1"', 'DATA');

    it.each([
      ['a field before it', form(part('name="note"', large, 'text/plain'), file)],
      ['a field after it', form(file, part('name="note"', large, 'text/plain'))],
      ['another file before it', form(part('name="photo"; filename="p"', large), file)],
      ['a second file', form(file, part('name="file"; filename="2"', large))],
      ['a part without a disposition', form(`--XB\r\nX-A: 1\r\n\r\n${large}\r\n`, file)],
    ])('is found beside %s', async (_case, body) => {
      expect(await extract(body)).toEqual({ body: Buffer.from('DATA'), filename: '1' });
    });

    it('is missed when it has another name', async () => {
      await expect(extract(form(part('name="image"; filename="p"', large)))).rejects.toMatchObject({
        code: 'invalid-request',
        message: 'file: a multipart upload needs a part with this name',
      });
    });

    it('is refused in a form of more than a hundred parts', async () => {
      const fields = Array.from({ length: 100 }, () => part('name="note"', 'x', 'text/plain'));

      await expect(extract(form(...fields, part('name="file"; filename="1"', large)))).rejects.toMatchObject({
        message: 'The multipart body has more than 100 parts',
      });
    });
  });

  it('keeps every byte, also of a part without a file name', async () => {
    const bytes = Buffer.from(Array.from({ length: 256 }, (_, index) => index));
    const body = Buffer.concat([
      Buffer.from('--XB\r\nContent-Disposition: form-data; name="file"\r\n\r\n'),
      bytes,
      Buffer.from('\r\n--XB--\r\n\r\n'),
    ]);

    expect(await extract(body)).toEqual({ body: bytes });
  });

  it.each([
    ['UTF-8', 'filename="Mädchen 猫.png"', 'Mädchen 猫.png'],
    ['RFC 5987', "filename*=UTF-8''f%C3%BC.png", 'fü.png'],
  ])('has a name in %s', async (_case, parameter, name) => {
    expect(await extract(form(part(`name="file"; ${parameter}`, 'X')))).toMatchObject({ filename: name });
  });

  it('is empty when the part is', async () => {
    expect((await extract(form(part('name="file"; filename=""', '')))).body).toHaveLength(0);
  });

  it.each([
    ['no parts at all', form()],
    ['other fields only', form(part('name="photo"; filename="p"', 'DATA'))],
  ])('is missed with a message that names it when there are %s', async (_case, body) => {
    await expect(extract(body)).rejects.toMatchObject({
      code: 'invalid-request',
      message: expect.stringContaining('file'),
    });
  });

  it.each([
    ['that is empty', '', CONTENT_TYPE],
    ['without any boundary', 'hello', CONTENT_TYPE],
    ['cut inside the file', part('name="file"; filename="a"', 'DATA').slice(0, -4), CONTENT_TYPE],
    ['cut before the end', part('name="file"; filename="a"', 'DATA'), CONTENT_TYPE],
    ['cut inside a header', '--XB\r\nContent-Disposition: form-da', CONTENT_TYPE],
    ['whose type names no boundary', form(part('name="file"', 'DATA')), 'multipart/form-data'],
    ['of another multipart type', form(part('name="file"', 'DATA')), 'multipart/mixed; boundary=XB'],
  ])('is not taken from a body %s', async (_case, body, contentType) => {
    await expect(extract(body, contentType)).rejects.toMatchObject({ code: 'invalid-request' });
  });

  it('comes, or a refusal does, for any bytes that claim to be multipart', async () => {
    const fragment = fc.constantFrom(
      '--XB',
      '--XB--',
      '\r\n',
      '\r\n\r\n',
      'Content-Disposition: form-data; name="file"',
      'filename="',
      '--',
      'DATA',
      '\0',
      ';',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fragment, { maxLength: 30 }), async (fragments) => {
        const result = await extract(fragments.join('')).catch((error: unknown) => error);

        expect(result instanceof DomainError || Buffer.isBuffer((result as { body: Buffer }).body)).toBe(
          true,
        );
      }),
      { numRuns: 500 },
    );
  });
});
