import { envSchema as createEnv } from '../../../lambdas/create/env';
import { envSchema as manageEnv } from '../../../lambdas/manage/env';
import { envSchema as mintEnv } from '../../../lambdas/mint/env';
import { envSchema as readEnv } from '../../../lambdas/read/env';
import { loadEnv } from '../../../lambdas/runtime/load-env';

const isNumber = (name: string) => /_(BYTES|SECONDS|ALLOWED)$/.test(name);
const isUrl = (name: string) => name.endsWith('_URL');

/** Variables with a form of their own. */
const SPECIAL: Readonly<Record<string, { readonly text: string; readonly value: unknown }>> = {
  RATE_LIMIT: { text: '1200/300', value: { requests: 1200, windowSeconds: 300 } },
  FETCH_EXEMPT_HOSTS: { text: '["origin:443"]', value: ['origin:443'] },
  WEBHOOK_EXEMPT_HOSTS: { text: '["hooks:80"]', value: ['hooks:80'] },
};

/** A value that suits a variable of this name. */
const valueFor = (name: string): string => {
  if (isNumber(name)) return '26214400';
  return SPECIAL[name]?.text ?? (isUrl(name) ? 'http://127.0.0.1:8790/prod' : 'value');
};

const parsedValueOf = (name: string, text: string | undefined): unknown => {
  if (isNumber(name)) return Number(text);
  return SPECIAL[name] ? SPECIAL[name].value : text;
};

describe.each([
  ['mint', mintEnv],
  ['create', createEnv],
  ['read', readEnv],
  ['manage', manageEnv],
])('the environment of %s', (_, schema) => {
  const names = Object.keys(schema.shape);
  const valid = Object.fromEntries(names.map((name) => [name, valueFor(name)]));
  const load = (change: Record<string, string | undefined>) => () => loadEnv(schema, { ...valid, ...change });

  it('is read with numbers as numbers, and nothing else in it', () => {
    const expected = names.map((name) => [name, parsedValueOf(name, valid[name])]);

    expect(load({ PATH: '/bin' })()).toEqual(Object.fromEntries(expected));
  });

  it.each(names)('fails without %s, and says so', (name) => {
    expect(load({ [name]: undefined })).toThrow(`Invalid environment: ${name}: must be set`);
  });

  it.each(names)('fails with an empty %s', (name) => {
    expect(load({ [name]: '' })).toThrow(`Invalid environment: ${name}: must`);
  });

  it('fails when a number is none, or a URL is no base URL', () => {
    for (const name of names.filter(isNumber)) {
      for (const value of ['0', '-1', '1.5', '1e3', '10 ', 'ten', '1'.repeat(13)]) {
        expect(load({ [name]: value })).toThrow(`${name}: must be a positive whole number in decimal digits`);
      }
    }
    for (const name of names.filter(isUrl)) {
      for (const value of ['upload.example.net', 'ftp://a', 'https://a?b', 'https://a b', 'https://a#b']) {
        expect(load({ [name]: value })).toThrow(`${name}: must be an http or https URL`);
      }
      expect(load({ [name]: 'https://a/' })).toThrow(`${name}: must have no trailing slash`);
    }
  });
});

describe('loading an environment', () => {
  it('names every variable that is wrong, and no value', () => {
    expect(() => loadEnv(readEnv, { TABLE_NAME: 'secret-table' })).toThrow(
      /^Invalid environment: (?:[A-Z_]+: must be set(?:; |$)){4,}$/,
    );
  });

  it('reads the process by default', () => {
    expect(() => loadEnv(mintEnv)).toThrow(/^Invalid environment: TABLE_NAME: must be set/);
  });
});

describe('the rate limit', () => {
  const load = (text: string) =>
    loadEnv(createEnv, {
      TABLE_NAME: 't',
      STAGING_BUCKET: 's',
      IMAGES_BUCKET: 'i',
      DELIVERY_BASE_URL: 'https://img.example.net',
      MAX_UPLOAD_BYTES: '1',
      FETCH_EXEMPT_HOSTS: '[]',
      RATE_LIMIT: text,
    }).RATE_LIMIT;

  it('may be none', () => {
    expect(load('none')).toBeUndefined();
  });

  it.each(['1200', '0/300', '1200/0', '1200/300/1', '-1/300', 'NONE', '1.5/3'])('is not %s', (text) => {
    expect(() => load(text)).toThrow('RATE_LIMIT: must be none or <requests>/<seconds>');
  });
});

describe('the exempt hosts', () => {
  it.each(['', 'origin:443', '{}', '[1]', '"origin:443"'])('are not %j', (text) => {
    expect(() => loadEnv(createEnv, { FETCH_EXEMPT_HOSTS: text })).toThrow(
      'FETCH_EXEMPT_HOSTS: must be a JSON list of host:port pairs',
    );
  });
});
