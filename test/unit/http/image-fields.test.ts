import { readImageFields } from '../../../lambdas/http/image-fields';
import type { RequestBody } from '../../../lambdas/http/request-body';

const form = (...fields: [string, string][]): RequestBody => ({ kind: 'form', fields, files: [] });
const json = (value: Record<string, unknown>): RequestBody => ({ kind: 'json', value });

describe('the fields of an image', () => {
  it('are all optional', () => {
    expect(readImageFields(form())).toEqual({});
    expect(readImageFields(json({}))).toEqual({});
  });

  it('are read from a form', () => {
    const body = form(
      ['id', 'a/b'],
      ['expiry', 'x'],
      ['creator', 'me'],
      ['requireSignedURLs', 'true'],
      ['metadata[k]', '1'],
    );

    expect(readImageFields(body)).toEqual({
      id: 'a/b',
      expiry: 'x',
      creator: 'me',
      requireSignedURLs: true,
      metadata: { k: '1' },
    });
  });

  it('are read from JSON, metadata as an object or as text', () => {
    const expected = { id: 'a', requireSignedURLs: false, metadata: { k: 1 } };

    expect(readImageFields(json({ id: 'a', requireSignedURLs: false, metadata: { k: 1 } }))).toEqual(
      expected,
    );
    expect(readImageFields(json({ id: 'a', requireSignedURLs: false, metadata: '{"k":1}' }))).toEqual(
      expected,
    );
  });

  it('keep null apart from absence', () => {
    expect(readImageFields(json({ creator: null, metadata: null }))).toEqual({
      creator: null,
      metadata: null,
    });
  });

  it.each([
    ['true', true],
    ['TRUE', true],
    ['1', true],
    ['False', false],
    ['0', false],
    [true, true],
    [false, false],
    [1, true],
    [0, false],
  ])('read %j as a boolean', (value, expected) => {
    expect(readImageFields(json({ requireSignedURLs: value }))).toEqual({ requireSignedURLs: expected });
  });

  it.each(['', 'yes', 'truely', '2', 2, {}, []])(
    'refuse %j as a boolean, naming field and rule',
    (requireSignedURLs) => {
      expect(() => readImageFields(json({ requireSignedURLs }))).toThrow(
        'requireSignedURLs must be true or false',
      );
    },
  );

  it.each(['id', 'expiry', 'creator'])('refuse a %s that is no string', (field) => {
    expect(() => readImageFields(json({ [field]: 5 }))).toThrow(`${field} must be a string`);
  });

  it('refuse metadata that is no object', () => {
    expect(() => readImageFields(json({ metadata: [1] }))).toThrow('metadata must be a JSON object');
    expect(() => readImageFields(form(['metadata', 'x']))).toThrow(/^metadata must be a JSON object/);
  });

  it('ignore fields that they do not know, and what comes after the first of a name', () => {
    const body = form(['url', 'x'], ['id', 'first'], ['id', 'second'], ['__proto__', 'x']);

    expect(readImageFields(body)).toEqual({ id: 'first' });
  });
});
