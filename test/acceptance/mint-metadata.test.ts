import { errorMessage, refusal } from './client/answer';
import { call } from './client/api';
import { getImage, mint, tryMint, type UploadLink } from './client/images';

const metaOf = async (id: string) => (await getImage(id)).envelope().result.meta;

describe('Metadata in every form that clients send', () => {
  test.each<[string, Record<string, string>, unknown]>([
    [
      'one JSON string, as curl and Terraform send it',
      { metadata: '{"album":"lake","n":7}' },
      { album: 'lake', n: 7 },
    ],
    [
      'a JSON string with a line break at its end, as the old Go client sends it',
      { metadata: '{"a":"b"}\n' },
      { a: 'b' },
    ],
    [
      'brackets, as the TypeScript client sends it',
      { 'metadata[album]': 'lake', 'metadata[n]': '007' },
      { album: 'lake', n: '007' },
    ],
    ['nested brackets', { 'metadata[a][b]': 'deep' }, { a: { b: 'deep' } }],
    [
      'dots, as the Python and Go clients send it',
      { 'metadata.album': 'lake', 'metadata.a.b': 'deep' },
      { album: 'lake', a: { b: 'deep' } },
    ],
    [
      'dots with positions, as the Go client sends lists',
      { 'metadata.t.0': 'x', 'metadata.t.1': 'y' },
      { t: ['x', 'y'] },
    ],
  ])('is understood: %s', async (_what, fields, expected) => {
    const { id } = await mint(fields);

    expect(await metaOf(id)).toEqual(expected);
  });

  test('is understood as a list in brackets, as the TypeScript client sends it', async () => {
    const form = new FormData();
    form.append('metadata[tags][]', 'x');
    form.append('metadata[tags][]', 'y');

    const answer = await call<UploadLink>('/v2/direct_upload', { method: 'POST', body: form });

    expect(await metaOf(answer.envelope().result.id)).toEqual({ tags: ['x', 'y'] });
  });

  test('is understood as an object in JSON, with its types', async () => {
    const metadata = { n: 7, ok: true, none: null, list: [1, 'two'], deep: { a: { b: 1.5 } } };

    const answer = await call<UploadLink>('/v2/direct_upload', {
      method: 'POST',
      body: JSON.stringify({ metadata }),
      headers: { 'content-type': 'application/json' },
    });

    expect(await metaOf(answer.envelope().result.id)).toEqual(metadata);
  });

  test('is understood in a url-encoded form', async () => {
    const answer = await call<UploadLink>('/v2/direct_upload', {
      method: 'POST',
      body: new URLSearchParams({ 'metadata[album]': 'lake & hills' }),
    });

    expect(await metaOf(answer.envelope().result.id)).toEqual({ album: 'lake & hills' });
  });
});

describe('Metadata limits', () => {
  const ofBytes = (bytes: number, letter = 'a'): string => {
    const frame = JSON.stringify({ k: '' }).length;
    return JSON.stringify({ k: letter.repeat((bytes - frame) / Buffer.byteLength(letter)) });
  };

  test.each([
    ['1,024 bytes', ofBytes(1024)],
    ['1,024 bytes in two-byte letters', ofBytes(1024, 'é')],
  ])('allow %s', async (_what, metadata) => {
    const { id } = await mint({ metadata });

    expect(await metaOf(id)).toEqual(JSON.parse(metadata));
  });

  test.each([
    ['1,025 bytes', ofBytes(1025)],
    ['1,026 bytes in two-byte letters', ofBytes(1026, 'é')],
    ['text that is not JSON', 'album=lake'],
    ['a list', '["lake"]'],
    ['a bare string', '"lake"'],
    ['a number', '7'],
    ['a number that would be rounded', '{"user":1234567890123456789}'],
  ])('refuse %s and name the field', async (_what, metadata) => {
    const answer = await tryMint({ metadata });

    expect(refusal(answer)).toEqual({ status: 400, code: 5400 });
    expect(errorMessage(answer)).toContain('metadata');
  });

  test('ignore the space of indented JSON, because only its meaning is kept', async () => {
    const { id } = await mint({
      metadata: JSON.stringify(JSON.parse(ofBytes(1020)), null, 200).padEnd(2000),
    });

    expect(Object.keys(await metaOf(id))).toEqual(['k']);
  });
});

describe('Metadata that attacks the parser', () => {
  const polluted = () => (Object.prototype as Record<string, unknown>)['polluted'];

  test.each<[string, Record<string, string>]>([
    ['__proto__ in brackets', { 'metadata[__proto__][polluted]': 'yes' }],
    ['constructor in dots', { 'metadata.constructor.prototype.polluted': 'yes' }],
    ['__proto__ in JSON', { metadata: '{"__proto__":{"polluted":"yes"}}' }],
    ['four hundred levels', { [`metadata${'[a]'.repeat(400)}`]: 'x' }],
    ['a list position of a billion', { 'metadata.t.999999999': 'x' }],
    ['contradicting shapes', { 'metadata[a]': 'x', 'metadata[a][b]': 'y' }],
  ])('is taken as plain data or refused: %s', async (_what, fields) => {
    const answer = await tryMint(fields);

    expect([200, 400]).toContain(answer.status);
    expect(polluted()).toBeUndefined();
    const other = await mint();
    expect((await getImage(other.id)).envelope().result).not.toHaveProperty('polluted');
  });
});
