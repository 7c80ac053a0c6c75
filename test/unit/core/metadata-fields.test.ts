import * as fc from 'fast-check';
import type { Json, Metadata } from '../../../lambdas/core/image';
import { type FormField, metadataFromFields } from '../../../lambdas/core/metadata-fields';

const read = (...fields: FormField[]) => metadataFromFields(fields);

describe('metadata of a form', () => {
  it('is absent when no field names it', () => {
    expect(read(['id', 'a'], ['metadatum', 'x'], ['meta[a]', 'x'])).toBeUndefined();
  });

  it('is the JSON of the field metadata, which wins over collected fields', () => {
    expect(read(['metadata[a]', 'x'], ['metadata', '{"b":1}\n'])).toEqual({ b: 1 });
  });

  it('is collected from brackets, as the TypeScript SDK sends it', () => {
    expect(
      read(['metadata[a][b]', '1'], ['metadata[a][c]', '2'], ['metadata[t][]', 'x'], ['metadata[t][]', 'y']),
    ).toEqual({
      a: { b: '1', c: '2' },
      t: ['x', 'y'],
    });
  });

  it('is collected from dots, as Python and Go send it', () => {
    expect(
      read(['metadata.a.b', '1'], ['metadata.t.0', 'x'], ['metadata.t.1', 'y'], ['metadata.u[]', 'z']),
    ).toEqual({ a: { b: '1' }, t: ['x', 'y'], u: ['z'] });
  });

  it('keeps every collected value a string', () => {
    expect(read(['metadata[a]', '007'], ['metadata[b]', 'true'], ['metadata[c]', 'null'])).toEqual({
      a: '007',
      b: 'true',
      c: 'null',
    });
  });

  it('takes list elements in any order of arrival', () => {
    expect(read(['metadata.t.1', 'y'], ['metadata.t.0', 'x'])).toEqual({ t: ['x', 'y'] });
  });

  it('keeps numbers that are no list as keys', () => {
    expect(read(['metadata.t.1', 'a'], ['metadata.t.2', 'b'])).toEqual({ t: { 1: 'a', 2: 'b' } });
    expect(read(['metadata.t.0', 'a'], ['metadata.t.x', 'b'])).toEqual({ t: { 0: 'a', x: 'b' } });
    expect(read(['metadata[t][0]', 'a'])).toEqual({ t: { 0: 'a' } });
    expect(read(['metadata.0', 'a'])).toEqual({ 0: 'a' });
  });

  it('keeps dots inside brackets, spaces and UTF-8 in keys', () => {
    expect(read(['metadata[a.b c]', '1'], ['metadata.größe', '2'])).toEqual({ 'a.b c': '1', größe: '2' });
  });

  it.each([
    'metadata[a',
    'metadata[a]b',
    'metadata[[a]]',
    'metadata.',
    'metadata.a.',
    'metadata..a',
    'metadata[a]]',
  ])('refuses the malformed name %s', (name) => {
    expect(() => read([name, 'x'])).toThrow(/^metadata: a field name is not of the form/);
  });

  it.each([
    [['metadata[a]', 'metadata[a]']],
    [['metadata[a]', 'metadata[a][b]']],
    [['metadata[a][b]', 'metadata[a]']],
    [['metadata.a', 'metadata[a]']],
  ])('refuses fields that contradict each other: %j', (names) => {
    expect(() => read(...names.map((name): FormField => [name, 'x']))).toThrow(/is given twice/);
  });

  it.each([
    'metadata[__proto__][polluted]',
    'metadata.constructor.prototype.polluted',
    'metadata[a][prototype]',
  ])('refuses %s and leaves every prototype alone', (name) => {
    expect(() => read([name, 'yes'])).toThrow(/must not have a key named/);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('refuses names nested too deeply and forms of too many fields', () => {
    expect(() => read([`metadata${'[a]'.repeat(33)}`, 'x'])).toThrow(/nested deeper than 32/);
    expect(() => read(...Array.from({ length: 257 }, (_, i): FormField => [`metadata[${i}]`, '']))).toThrow(
      'metadata must not have more than 256 fields',
    );
  });

  it('holds collected metadata to the same size as JSON', () => {
    expect(() => read(['metadata[a]', 'x'.repeat(1024)])).toThrow(/not be larger than 1024 bytes/);
  });

  it('is what the client had, whatever its shape, in the notation of each SDK', () => {
    const key = fc.stringMatching(/^[a-z]{1,4}$/).filter((text) => text !== 'constructor');
    const { tree } = fc.letrec<{ tree: Metadata; node: Json }>((tie) => ({
      tree: fc.dictionary(key, tie('node'), { minKeys: 1, maxKeys: 3 }) as fc.Arbitrary<Metadata>,
      node: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.array(fc.string(), { minLength: 1, maxLength: 3 }),
        tie('tree'),
      ),
    }));
    const flatten = (value: Json, name: string, style: 'brackets' | 'dots'): FormField[] => {
      if (typeof value !== 'object' || value === null) return [[name, String(value)]];
      const step = (inner: string) => (style === 'dots' ? `${name}.${inner}` : `${name}[${inner}]`);
      if (Array.isArray(value)) {
        return value.map(
          (element, index): FormField => [step(style === 'dots' ? String(index) : ''), String(element)],
        );
      }
      return Object.entries(value).flatMap(([inner, child]) => flatten(child, step(inner), style));
    };

    fc.assert(
      fc.property(tree, fc.constantFrom('brackets', 'dots'), (metadata, style) => {
        fc.pre(Buffer.byteLength(JSON.stringify(metadata)) <= 1024);
        expect(metadataFromFields(flatten(metadata, 'metadata', style))).toEqual(metadata);
      }),
    );
  });
});
