import type { RequestBody } from '../../../lambdas/http/request-body';
import {
  readConfigEdit,
  readKeyName,
  readNewVariant,
  readVariantEdit,
} from '../../../lambdas/http/settings-fields';

const json = (value: Record<string, unknown>): RequestBody => ({ kind: 'json', value });
const withOptions = (options: unknown) => json({ id: 'hero', options });

describe('a new variant', () => {
  it('is read with all its fields', () => {
    const variant = readNewVariant(
      json({
        id: 'Hero_2-x',
        options: {
          fit: 'pad',
          metadata: 'copyright',
          width: 1,
          height: 12000,
          blur: 250,
          browser_ttl: 31536000,
        },
        neverRequireSignedURLs: true,
      }),
    );

    expect(variant).toEqual({
      id: 'Hero_2-x',
      options: {
        fit: 'pad',
        metadata: 'copyright',
        width: 1,
        height: 12000,
        blur: 250,
        browser_ttl: 31536000,
      },
      neverRequireSignedURLs: true,
    });
  });

  it('needs one side and nothing else', () => {
    expect(readNewVariant(withOptions({ height: 5 }))).toEqual({
      id: 'hero',
      options: { fit: 'scale-down', metadata: 'none', height: 5 },
      neverRequireSignedURLs: false,
    });
  });

  it('may be written in any case, as Terraform does', () => {
    expect(
      readNewVariant(withOptions({ fit: 'Scale-Down', metadata: 'KEEP', width: 5 })).options,
    ).toMatchObject({
      fit: 'scale-down',
      metadata: 'keep',
    });
  });

  it('ignores fields that it does not know', () => {
    expect(readNewVariant(withOptions({ width: 5, format: 'webp' })).options).not.toHaveProperty('format');
  });

  it.each<[RequestBody, string]>([
    [json({ options: { width: 1 } }), 'id must be a string'],
    [json({ id: '', options: { width: 1 } }), 'id must be 1 to 99 characters of letters, digits, - and _'],
    [json({ id: 'a'.repeat(100), options: { width: 1 } }), 'id must be 1 to 99'],
    [json({ id: 'a/b', options: { width: 1 } }), 'id must be 1 to 99'],
    [json({ id: '__proto__', options: { width: 1 } }), 'id must not be __proto__'],
    [json({ id: 'w=1', options: { width: 1 } }), 'id must be 1 to 99'],
    [json({ id: 'hero' }), 'options must be an object'],
    [withOptions([]), 'options must be an object'],
    [withOptions({}), 'options.width or options.height must be given'],
    [withOptions({ width: 0 }), 'options.width must be a whole number from 1 to 12000'],
    [withOptions({ width: 1.5 }), 'options.width must be a whole number'],
    [withOptions({ width: '5' }), 'options.width must be a whole number'],
    [withOptions({ width: 5, height: 12001 }), 'options.height must be a whole number from 1 to 12000'],
    [
      withOptions({ width: 5, fit: 'squeeze' }),
      'options.fit must be one of scale-down, contain, cover, crop, pad',
    ],
    [withOptions({ width: 5, metadata: 'all' }), 'options.metadata must be one of keep, copyright, none'],
    [withOptions({ width: 5, blur: 251 }), 'options.blur must be a whole number from 0 to 250'],
    [
      withOptions({ width: 5, browser_ttl: 60 }),
      'options.browser_ttl must be a whole number from 3600 to 31536000',
    ],
    [
      json({ id: 'hero', options: { width: 5 }, neverRequireSignedURLs: 'yes' }),
      'neverRequireSignedURLs must be true or false',
    ],
    [{ kind: 'form', fields: [['id', 'hero']], files: [] }, 'The body must be a JSON object'],
  ])('is refused with the rule: %j', (body, message) => {
    const read = () => readNewVariant(body);

    expect(read).toThrow(expect.objectContaining({ code: 'invalid-request' }));
    expect(read).toThrow(message);
  });
});

describe('an edit', () => {
  it('of a variant leaves the flag out when it is not named', () => {
    expect(readVariantEdit(json({ options: { width: 5 } }))).toEqual({
      options: { fit: 'scale-down', metadata: 'none', width: 5 },
    });
    expect(readVariantEdit(json({ options: { width: 5 }, neverRequireSignedURLs: false }))).toMatchObject({
      neverRequireSignedURLs: false,
    });
    expect(() => readVariantEdit(json({ neverRequireSignedURLs: true }))).toThrow(
      'options must be an object',
    );
  });

  it('of the configuration takes any of its fields', () => {
    expect(readConfigEdit(json({}))).toEqual({});
    expect(readConfigEdit(json({ flexible_variants: true, browser_ttl: null }))).toEqual({
      flexible_variants: true,
      browser_ttl: null,
    });
    expect(() => readConfigEdit(json({ browser_ttl: 1 }))).toThrow(
      'browser_ttl must be a whole number from 3600',
    );
    expect(() => readConfigEdit(json({ flexible_variants: 1 }))).toThrow(
      'flexible_variants must be true or false',
    );
  });
});

describe('the name of a signing key', () => {
  it('is 1 to 20 letters and digits', () => {
    expect(['a', 'Key2', 'a'.repeat(20)].map(readKeyName)).toEqual(['a', 'Key2', 'a'.repeat(20)]);
    for (const name of ['', 'a'.repeat(21), 'a-b', 'a b', 'ä', 'a/b']) {
      expect(() => readKeyName(name)).toThrow('The name of a signing key must be 1 to 20 characters');
    }
  });
});
