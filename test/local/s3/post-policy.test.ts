import { evaluatePolicy } from '../../../local/s3/post/evaluate-policy';
import { parsePostPolicy } from '../../../local/s3/post/post-policy';

const NOW = new Date('2024-05-01T12:00:00Z');
const ALIVE = '2024-05-01T12:00:01Z';

const encode = (document: unknown): string =>
  Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)).toString('base64');
const policy = (conditions: unknown, expiration: unknown = ALIVE) => encode({ expiration, conditions });
const evaluate = (conditions: unknown[], fields: Record<string, string>, expiration = ALIVE) =>
  evaluatePolicy(parsePostPolicy(policy(conditions, expiration)), new Map(Object.entries(fields)), NOW);

describe('parsePostPolicy', () => {
  it('reads both forms of eq, starts-with and the size range, and forgets the case of names', () => {
    const parsed = parsePostPolicy(
      policy([
        { Bucket: 'b' },
        ['eq', '$Key', 'k'],
        ['starts-with', '$Content-Type', 'image/'],
        ['content-length-range', 1, '10'],
      ]),
    );

    expect(parsed).toEqual({
      expiration: new Date(ALIVE),
      fieldConditions: [
        { operator: 'eq', field: 'bucket', value: 'b' },
        { operator: 'eq', field: 'key', value: 'k' },
        { operator: 'starts-with', field: 'content-type', value: 'image/' },
      ],
      sizeRanges: [{ minBytes: 1, maxBytes: 10 }],
    });
  });

  it.each([
    ['no base64', '§§§'],
    ['no JSON', encode('{"expiration":')],
    ['a list', encode([])],
    ['null', encode('null')],
    ['no expiration', encode({ conditions: [] })],
    ['an expiration that is a number', policy([], 1714564801)],
    ['an expiration without zone', policy([], '2024-05-01T12:00:01')],
    ['an expiration with an offset', policy([], '2024-05-01T12:00:01+02:00')],
    ['an impossible expiration', policy([], '2024-13-01T12:00:01Z')],
    ['no conditions', encode({ expiration: ALIVE })],
    ['conditions that are an object', policy({ key: 'a' })],
    ['an unknown member', encode({ expiration: ALIVE, conditions: [], condition: [] })],
    ['a condition that is a text', policy(['key'])],
    ['an empty object', policy([{}])],
    ['an object with two fields', policy([{ key: 'a', acl: 'private' }])],
    ['an object whose value is a number', policy([{ key: 1 }])],
    ['an unknown operation', policy([['ends-with', '$key', 'a']])],
    ['an operation without field', policy([['eq', 'key', 'a']])],
    ['an operation without value', policy([['eq', '$key']])],
    ['an operation with too much', policy([['eq', '$key', 'a', 'b']])],
    ['an operation whose value is a number', policy([['eq', '$key', 1]])],
    ['an operation that is no text', policy([[1, '$key', 'a']])],
    ['an empty list', policy([[]])],
    ['a range without end', policy([['content-length-range', 1]])],
    ['a negative range', policy([['content-length-range', -1, 5]])],
    ['a range of fractions', policy([['content-length-range', 0, 1.5]])],
    ['a range of words', policy([['content-length-range', 'a', 'b']])],
    [
      'a range that is not finite',
      encode(`{"expiration":"${ALIVE}","conditions":[["content-length-range",0,1e999]]}`),
    ],
  ])('refuses a policy with %s', (_, text) => {
    expect(() => parsePostPolicy(text)).toThrow(expect.objectContaining({ code: 'InvalidPolicyDocument' }));
  });

  it('takes base64 that is wrapped or without padding, as forms send it', () => {
    const text = policy([{ key: 'a' }], '2024-05-01T12:00:01.000Z');
    const wrapped = text.replace(/(.{20})/g, '$1\r\n');

    expect(parsePostPolicy(wrapped)).toEqual(parsePostPolicy(text));
    expect(parsePostPolicy(text.replace(/=+$/, ''))).toEqual(parsePostPolicy(text));
  });
});

describe('evaluatePolicy', () => {
  const refusal = (message: string | RegExp) =>
    expect.objectContaining({ code: 'AccessDenied', message: expect.stringMatching(message) });

  it.each([
    ['eq as object', { key: 'a/b' }, 'key', 'a/b'],
    ['eq as list', ['eq', '$key', 'a/b'], 'key', 'a/b'],
    ['starts-with', ['starts-with', '$key', 'a/'], 'key', 'a/b'],
    ['starts-with the whole', ['starts-with', '$key', 'a/b'], 'key', 'a/b'],
    ['starts-with nothing', ['starts-with', '$key', ''], 'key', 'a/b'],
    ['a type', ['starts-with', '$Content-Type', 'image/'], 'content-type', 'image/png'],
    ['a list of types', ['starts-with', '$Content-Type', 'image/'], 'content-type', 'image/png, image/gif'],
    ['a comma elsewhere', ['starts-with', '$x-amz-meta-a', 'a'], 'x-amz-meta-a', 'a,b'],
  ])('accepts what satisfies %s', (_, condition, field, value) => {
    expect(evaluate([condition], { [field]: value })).toEqual({
      minBytes: 0,
      maxBytes: Number.POSITIVE_INFINITY,
    });
  });

  it.each([
    ['eq as object', { key: 'a/b' }, { key: 'a/c' }],
    ['eq in case', { key: 'a/b' }, { key: 'A/b' }],
    ['eq with something added', ['eq', '$key', 'a/b'], { key: 'a/b ' }],
    ['starts-with', ['starts-with', '$key', 'a/'], { key: 'b/a/' }],
    ['starts-with, given less', ['starts-with', '$key', 'a/b'], { key: 'a/' }],
    ['a type', ['starts-with', '$Content-Type', 'image/'], { 'content-type': 'text/html' }],
    [
      'one of a list of types',
      ['starts-with', '$Content-Type', 'image/'],
      { 'content-type': 'image/png,text/html' },
    ],
    ['an absent field', { acl: 'private' }, {}],
    ['an absent field that may be anything', ['starts-with', '$acl', ''], {}],
  ])('refuses what breaks %s', (_, condition, fields) => {
    expect(() => evaluate([condition], fields as Record<string, string>)).toThrow(
      refusal('^Invalid according to Policy: Policy Condition failed: \\['),
    );
  });

  it('needs every condition of a field to hold', () => {
    const conditions = [
      ['starts-with', '$key', 'a/'],
      ['eq', '$key', 'a/b'],
    ];

    expect(() => evaluate(conditions, { key: 'a/b' })).not.toThrow();
    expect(() => evaluate(conditions, { key: 'a/c' })).toThrow(refusal('failed'));
  });

  it('refuses fields that no condition covers, and names them', () => {
    expect(() => evaluate([{ key: 'a' }], { key: 'a', acl: 'public-read', tagging: 'x' })).toThrow(
      refusal('^Invalid according to Policy: Extra input fields: acl, tagging$'),
    );
  });

  it('does not count a size range as cover for a field of that name', () => {
    expect(() => evaluate([['content-length-range', 0, 1]], { 'content-length-range': '1' })).toThrow(
      refusal('Extra'),
    );
  });

  it('wants no cover for the signature, the policy, the file and what is to be ignored', () => {
    const fields = { 'x-amz-signature': 's', policy: 'p', file: 'f', 'x-ignore-this': 'i', key: 'a' };

    expect(() => evaluate([{ key: 'a' }], fields)).not.toThrow();
    expect(() => evaluate([{ key: 'a' }], { ...fields, 'x-ignored': 'i' })).toThrow(refusal('Extra'));
    expect(() => evaluate([{ key: 'a' }], { ...fields, 'x-amz-credential': 'c' })).toThrow(refusal('Extra'));
  });

  it('ends with the instant of its expiration', () => {
    expect(() => evaluate([], {}, '2024-05-01T12:00:00.001Z')).not.toThrow();
    expect(() => evaluate([], {}, '2024-05-01T12:00:00Z')).toThrow(
      refusal('^Invalid according to Policy: Policy expired'),
    );
  });

  it('returns the narrowest of several size ranges', () => {
    const ranges = [
      ['content-length-range', 1, 100],
      ['content-length-range', 5, 50],
    ];

    expect(evaluate(ranges, {})).toEqual({ minBytes: 5, maxBytes: 50 });
  });

  it('is not fooled by fields named like parts of objects', () => {
    expect(() => evaluate([{ key: 'a' }], { key: 'a', constructor: 'x' })).toThrow(refusal('Extra'));
    expect(() =>
      evaluatePolicy(
        parsePostPolicy(encode(`{"expiration":"${ALIVE}","conditions":[{"__proto__":"x"}]}`)),
        new Map(),
        NOW,
      ),
    ).toThrow(refusal('failed'));
  });
});
