import fc from 'fast-check';
import type { Metadata } from '../../../lambdas/core/image';
import { matchesMetadata, parseMetadataFilters } from '../../../lambdas/core/metadata-filter';

const matches = (metadata: Metadata, ...query: [string, string][]) =>
  matchesMetadata(metadata, parseMetadataFilters(query));

const FIELD_NAME = /^[A-Za-z0-9_]{1,20}$/;

const stored: Metadata = {
  status: 'active',
  size: 7,
  ok: true,
  zip: '007',
  deep: { a: { b: 'c' } },
  list: [1],
  none: null,
};

describe('metadata filters', () => {
  it.each<[string, string, boolean]>([
    ['meta.status[eq]', 'active', true],
    ['meta.status', 'active', true],
    ['meta.status[eq]', 'Active', false],
    ['meta.size[eq]', '7', true],
    ['meta.ok[eq]', 'true', true],
    ['meta.size[eq:string]', '7', false],
    ['meta.size[eq:number]', '7.0', true],
    ['meta.zip[eq:number]', '7', false],
    ['meta.zip[eq:string]', '007', true],
    ['meta.ok[eq:boolean]', 'true', true],
    ['meta.ok[eq:boolean]', 'false', false],
    ['meta.size[gt]', '6.5', true],
    ['meta.size[gt:number]', '7', false],
    ['meta.size[gte]', '7', true],
    ['meta.size[lt]', '7', false],
    ['meta.size[lte:number]', '7', true],
    ['meta.zip[gte]', '1', false],
    ['meta.status[in]', 'draft|active', true],
    ['meta.size[in]', '6|7', true],
    ['meta.size[in:number]', '6|7', true],
    ['meta.size[in:string]', '6|7', false],
    ['meta.deep.a.b[eq]', 'c', true],
    ['meta.deep.a[eq]', '[object Object]', false],
    ['meta.list[eq]', '1', false],
    ['meta.none[eq]', 'null', false],
    ['meta.absent[eq]', 'undefined', false],
    ['meta.constructor.name[eq]', 'Object', false],
    ['meta.__proto__.constructor.name[eq]', 'Object', false],
    ['meta.status.length[eq]', '6', false],
  ])('%s=%s matches: %s', (name, value, expected) => {
    expect(matches(stored, [name, value])).toBe(expected);
  });

  it('needs every condition to hold, so a contradiction matches nothing', () => {
    expect(matches(stored, ['meta.size[gte]', '7'], ['meta.size[lt]', '8'])).toBe(true);
    expect(matches(stored, ['meta.size[gt]', '8'], ['meta.size[lt]', '6'])).toBe(false);
  });

  it('passes over parameters that are no metadata filters', () => {
    expect(
      parseMetadataFilters([
        ['per_page', '10'],
        ['metadata', 'x'],
      ]),
    ).toEqual([]);
  });

  it.each<[string, string, string]>([
    ['meta.a[not-eq]', '1', "Unsupported metadata filter operator: 'not-eq'"],
    ['meta.a[constructor]', '1', "Unsupported metadata filter operator: 'constructor'"],
    ['meta.a[]', '1', "Unsupported metadata filter operator: ''"],
    ['meta.a[gt]', 'high', "meta.a[gt]: 'high' is not a number"],
    ['meta.a[gt]', '0x10', "meta.a[gt]: '0x10' is not a number"],
    ['meta.a[gt]', '1e999', "meta.a[gt]: '1e999' is not a number"],
    ['meta.a[eq:boolean]', '1', "meta.a[eq:boolean]: '1' is not true or false"],
    ['meta.a[eq][eq]', '1', 'meta.a[eq][eq]: expected meta.<field>[<operator>]'],
    ['meta.a.b.c.d.e.f[eq]', '1', 'meta.a.b.c.d.e.f[eq]: at most 5 levels of nesting are allowed'],
    ['meta.a-b[eq]', '1', 'meta.a-b[eq]: a field name has 1 to 100 letters, digits or underscores'],
    ['meta.[eq]', '1', 'meta.[eq]: a field name has 1 to 100 letters, digits or underscores'],
    ['meta.a[in]', '1|2|3|4|5|6|7|8|9|10|11', 'meta.a[in]: 11 values provided, maximum 10 allowed'],
  ])('refuses %s=%s', (name, value, message) => {
    expect(() => parseMetadataFilters([[name, value]])).toThrow(
      expect.objectContaining({ code: 'invalid-request', message }),
    );
  });

  it('refuses a sixth filter, counting a range as two', () => {
    const six = ['a[gt]', 'a[lt]', 'b[eq]', 'c[eq]', 'd[eq]', 'e[eq]'].map((name): [string, string] => [
      `meta.${name}`,
      '1',
    ]);

    expect(() => parseMetadataFilters(six)).toThrow(
      'Too many metadata filters: 6 provided, maximum 5 allowed',
    );
  });

  it('finds every scalar by its own text and its own type', () => {
    const scalar = fc.oneof(
      fc.string().filter((text) => !text.includes('|')),
      fc.boolean(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).filter((value) => !Object.is(value, -0)),
    );
    fc.assert(
      fc.property(fc.stringMatching(FIELD_NAME), scalar, (field, value) => {
        const metadata: Metadata = Object.fromEntries([[field, value]]);

        expect(matches(metadata, [`meta.${field}[eq]`, String(value)])).toBe(true);
        expect(matches(metadata, [`meta.${field}[eq:${typeof value}]`, String(value)])).toBe(true);
        expect(matches(metadata, [`meta.${field}[in]`, `other|${value}`])).toBe(true);
      }),
    );
  });

  it('answers ranges as arithmetic does', () => {
    const number = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(number, number, (value, bound) => {
        const holds = (operator: string) => matches({ n: value }, [`meta.n[${operator}]`, String(bound)]);

        expect([holds('gt'), holds('gte'), holds('lt'), holds('lte')]).toEqual([
          value > bound,
          value >= bound,
          value < bound,
          value <= bound,
        ]);
      }),
    );
  });
});
