import { checkMetadata, parseMetadata } from '../../../lambdas/core/metadata';

const nested = (levels: number): unknown => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);

describe('metadata as JSON text', () => {
  it('is read with its types, a trailing newline allowed', () => {
    expect(parseMetadata('{"a": 1, "b": [true, null], "c": {"d": "007"}}\n')).toEqual({
      a: 1,
      b: [true, null],
      c: { d: '007' },
    });
  });

  it.each(['', '{', 'a=b', "{'a': 1}"])('is refused when it is not JSON: %j', (text) => {
    expect(() => parseMetadata(text)).toThrow('metadata must be a JSON object: the text is not JSON');
  });

  it.each(['[]', '1', '"a"', 'null', 'true'])('is refused when it is no object: %s', (text) => {
    expect(() => parseMetadata(text)).toThrow('metadata must be a JSON object');
  });
});

describe('metadata as a value', () => {
  it('may be 1,024 bytes of compact JSON, counted as UTF-8', () => {
    const fits = { a: 'é'.repeat(508) };

    expect(Buffer.byteLength(JSON.stringify(fits))).toBe(1024);
    expect(checkMetadata(fits)).toBe(fits);
  });

  it('is refused with one byte more', () => {
    expect(() => checkMetadata({ a: `${'é'.repeat(508)}x` })).toThrow(
      'metadata must not be larger than 1024 bytes, got 1025',
    );
  });

  it.each(['__proto__', 'constructor', 'prototype'])('is refused with the key %s, at any depth', (key) => {
    expect(() => parseMetadata(`{"a": [{"${key}": {"polluted": true}}]}`)).toThrow(
      `metadata must not have a key named ${key}`,
    );
  });

  it('may be nested 31 objects deep and no deeper', () => {
    expect(() => checkMetadata(nested(31))).not.toThrow();
    expect(() => checkMetadata(nested(32))).toThrow('metadata must not be nested deeper than 32 levels');
  });

  it.each(['{"a":{"b":["\\ud800"]}}', '{"a":[{"x\\udc00":1}]}'])(
    'is refused with text or a key that is not Unicode: %s',
    (text) => {
      expect(() => parseMetadata(text)).toThrow('metadata must be well-formed Unicode');
    },
  );

  it('keeps whole numbers up to 2 to the power of 53, and any with a fraction', () => {
    const text = '{"most":9007199254740991,"least":-9007199254740991,"fraction":0.1,"exponent":1.5e-7}';

    expect(JSON.stringify(parseMetadata(text))).toBe(text);
  });

  it.each(['1234567890123456789', '9007199254740992', '-9007199254740992', '1e400', '-1e400'])(
    'is refused with the number %s, which would be another one when it is read, and the answer says what to send',
    (number) => {
      expect(() => parseMetadata(`{"user": [{"id": ${number}}]}`)).toThrow(
        'metadata must not have numbers beyond ±9007199254740991, which would be rounded; send them as strings',
      );
    },
  );

  it('is refused without overflowing the stack when it is nested a hundred thousand levels deep', () => {
    const levels = 100_000;

    expect(() => parseMetadata(`{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`)).toThrow(/nested deeper/);
  });

  it('is refused with very many values before they are measured', () => {
    expect(() => checkMetadata({ a: Array(2000).fill(0) })).toThrow(
      'metadata must not have more than 1024 values',
    );
  });
});
