import { gzipSync } from 'node:zlib';
import { parseRequestBody } from '../../../lambdas/http/body-parser';
import { readControlRequest } from '../../../lambdas/http/control-request';
import { BOUNDARY, controlEvent, multipart } from '../../support/control/control-request';

const parse = (contentType: string | undefined, body?: string | Buffer) =>
  parseRequestBody(
    readControlRequest(
      controlEvent({
        routeKey: 'POST /',
        headers: contentType === undefined ? {} : { 'content-type': contentType },
        ...(body === undefined ? {} : { body }),
      }),
    ),
  );

const parseParts = (...parts: Parameters<typeof multipart>[0]) => {
  const { body, contentType } = multipart(parts);
  return parse(contentType, body);
};

const EMPTY = { kind: 'form', fields: [], files: [] };

describe('a request body', () => {
  it.each([
    undefined,
    'application/json',
    'application/x-www-form-urlencoded',
    'text/plain',
    'multipart/form-data; boundary=x',
  ])('may be missing, whatever its declared type: %s', async (contentType) => {
    await expect(parse(contentType)).resolves.toEqual(EMPTY);
    await expect(parse(contentType, '')).resolves.toEqual(EMPTY);
  });

  it('may be JSON', async () => {
    await expect(parse('Application/JSON; charset=utf-8', '\n{"expiry": "x", "n": 1}\n')).resolves.toEqual({
      kind: 'json',
      value: { expiry: 'x', n: 1 },
    });
    await expect(parse('application/merge-patch+json', '{}')).resolves.toEqual({ kind: 'json', value: {} });
  });

  it('may be JSON that curl calls a url-encoded form, or that has no type at all', async () => {
    const json = { kind: 'json', value: { expiry: '2026-03-04T05:06:07Z' } };

    await expect(
      parse('application/x-www-form-urlencoded', '{"expiry":"2026-03-04T05:06:07Z"}'),
    ).resolves.toEqual(json);
    await expect(parse(undefined, '{"expiry":"2026-03-04T05:06:07Z"}')).resolves.toEqual(json);
  });

  it('may be url-encoded, in base64 or not', async () => {
    const form = {
      kind: 'form',
      fields: [
        ['id', 'a b'],
        ['metadata[k]', 'ü'],
      ],
      files: [],
    };
    const body = 'id=a+b&metadata%5Bk%5D=%C3%BC';

    await expect(parse('application/x-www-form-urlencoded', body)).resolves.toEqual(form);
    await expect(parse('application/x-www-form-urlencoded', Buffer.from(body))).resolves.toEqual(form);
  });

  it('is too large when the gateway left it out for its length, and the answer says what to do', async () => {
    const request = { headers: {}, body: Buffer.alloc(0), bodyTooLarge: true };

    await expect(parseRequestBody(request)).rejects.toMatchObject({
      code: 'too-large',
      message: expect.stringContaining('direct_upload'),
    });
  });

  it('is empty when it is nothing but white space', async () => {
    await expect(parse('application/json', ' \r\n')).resolves.toEqual(EMPTY);
  });

  it.each([
    ['{"a":', 'The body is not valid JSON'],
    ['[]', 'The body must be a JSON object'],
    ['"text"', 'The body must be a JSON object'],
    ['null', 'The body must be a JSON object'],
  ])('is refused as JSON: %s', async (body, message) => {
    await expect(parse('application/json', body)).rejects.toMatchObject({ code: 'invalid-request', message });
  });

  it('is refused when its text is not UTF-8', async () => {
    await expect(parse('application/json', gzipSync('{}'))).rejects.toMatchObject({
      message: 'The body is not UTF-8',
    });
  });

  it.each(['text/plain', 'application/octet-stream', 'image/png', 'multipart/mixed; boundary=x'])(
    'is refused as %s',
    async (contentType) => {
      await expect(parse(contentType, 'x')).rejects.toMatchObject({
        code: 'invalid-request',
        message: expect.stringMatching(/^content-type must be /),
      });
    },
  );

  it('does not pollute any prototype', async () => {
    await parse('application/json', '{"__proto__": {"polluted": 1}}');
    await parse(
      'application/x-www-form-urlencoded',
      '__proto__[polluted]=1&constructor.prototype.polluted=1',
    );
    await parseParts({ name: '__proto__', value: '1' });

    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('a multipart body', () => {
  it('with a part that has no name is refused, and crashes nothing', async () => {
    const part = 'Content-Disposition: form-data\r\n\r\nx\r\n';

    const parsed = parse(
      `multipart/form-data; boundary=${BOUNDARY}`,
      `--${BOUNDARY}\r\n${part}--${BOUNDARY}--\r\n`,
    );

    await expect(parsed).rejects.toMatchObject({
      code: 'invalid-request',
      message: 'The form has a field without a name',
    });
  });

  it('has its fields in order, in UTF-8', async () => {
    await expect(
      parseParts({ name: 'id', value: 'ü' }, { name: 'metadata[größe]', value: '1\n' }),
    ).resolves.toEqual({
      kind: 'form',
      fields: [
        ['id', 'ü'],
        ['metadata[größe]', '1\n'],
      ],
      files: [],
    });
  });

  it('may have zero parts, as SDKs send it for a call without options', async () => {
    await expect(parse(`multipart/form-data; boundary=${BOUNDARY}`, `--${BOUNDARY}--\r\n`)).resolves.toEqual(
      EMPTY,
    );
    await expect(parse(`multipart/form-data; boundary=${BOUNDARY}`, `--${BOUNDARY}--`)).resolves.toEqual(
      EMPTY,
    );
  });

  it('may end with an extra line, as older SDKs send it', async () => {
    const { body, contentType } = multipart([{ name: 'id', value: 'a' }]);

    await expect(parse(contentType, Buffer.concat([body, Buffer.from('\r\n')]))).resolves.toMatchObject({
      fields: [['id', 'a']],
    });
  });

  it('has files byte by byte, their names without directories', async () => {
    const bytes = Buffer.from([0, 255, 13, 10, 45, 45]);

    const body = await parseParts(
      { name: 'file', value: bytes, filename: 'dir/sub/cat.png' },
      { name: 'file', value: 'x', filename: 'C:\\dir\\dog.png' },
    );

    expect(body).toEqual({
      kind: 'form',
      fields: [],
      files: [
        { filename: 'cat.png', body: bytes },
        { filename: 'dog.png', body: Buffer.from('x') },
      ],
    });
  });

  it('takes a part with a file name for a field like any other, as a browser sends a Blob', async () => {
    await expect(parseParts({ name: 'metadata', value: '{"a":"ü"}', filename: 'blob' })).resolves.toEqual({
      kind: 'form',
      fields: [['metadata', '{"a":"ü"}']],
      files: [],
    });
  });

  it('is read to its end however large its parts are, also those that nobody asked for', async () => {
    const large = 'x'.repeat(300_000);

    await expect(parseParts({ name: 'file', value: large, filename: 'a' })).resolves.toMatchObject({
      files: [{ body: Buffer.from(large) }],
    });
    await expect(parseParts({ name: 'image', value: large, filename: 'a' })).rejects.toMatchObject({
      message: 'image: a field may hold at most 65536 bytes; a file belongs in the field "file"',
    });
    await expect(
      parse(
        `multipart/form-data; boundary=${BOUNDARY}`,
        `--${BOUNDARY}\r\nX-A: 1\r\n\r\n${large}\r\n--${BOUNDARY}--\r\n`,
      ),
    ).resolves.toEqual(EMPTY);
  });

  it('takes a part named file for a file also without a name', async () => {
    await expect(parseParts({ name: 'file', value: Buffer.from([1, 2]) })).resolves.toMatchObject({
      files: [{ body: Buffer.from([1, 2]) }],
    });
  });

  it.each([
    ['without a boundary', 'multipart/form-data', 'x'],
    [
      'cut off in a part',
      `multipart/form-data; boundary=${BOUNDARY}`,
      `--${BOUNDARY}\r\nContent-Disposition: form-data; name="a"\r\n\r\nx`,
    ],
    ['with another boundary', 'multipart/form-data; boundary=other', `--${BOUNDARY}--\r\n`],
    ['that is no multipart at all', `multipart/form-data; boundary=${BOUNDARY}`, '{"id":"a"}'],
  ])('is refused %s', async (_, contentType, body) => {
    await expect(parse(contentType, Buffer.from(body))).rejects.toMatchObject({
      code: 'invalid-request',
      message: 'The multipart body is malformed or incomplete',
    });
  });

  it('is refused when it is cut off in a file', async () => {
    const { body, contentType } = multipart([{ name: 'file', value: Buffer.alloc(1000), filename: 'a.png' }]);

    await expect(parse(contentType, body.subarray(0, 600))).rejects.toMatchObject({
      code: 'invalid-request',
    });
  });

  it('is refused with a field that is too long, never cut short', async () => {
    await expect(parseParts({ name: 'creator', value: 'x'.repeat(65_537) })).rejects.toMatchObject({
      message: expect.stringMatching(/^creator: a field may hold at most 65536 bytes/),
    });
    await expect(parseParts({ name: `metadata[${'k'.repeat(2048)}]`, value: '' })).rejects.toMatchObject({
      message: 'The form has a field whose name is too long',
    });
  });

  it('is refused with too many fields or files', async () => {
    const message = 'The form has too many fields or files';
    const fields = Array.from({ length: 1001 }, (_, i) => ({ name: `f${i}`, value: '' }));
    const files = Array.from({ length: 11 }, () => ({ name: 'file', value: 'x', filename: 'a' }));

    await expect(parseParts(...fields)).rejects.toMatchObject({ message });
    await expect(parseParts(...files)).rejects.toMatchObject({ message });
  });
});
