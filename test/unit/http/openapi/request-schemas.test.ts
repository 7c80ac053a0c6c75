import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { parseMetadataFilters } from '../../../../lambdas/core/metadata-filter';
import { readImageFields } from '../../../../lambdas/http/image-fields';
import { readPageListQuery } from '../../../../lambdas/http/list-query';
import { openApiDocument } from '../../../../lambdas/http/openapi/document';
import type { RequestBody } from '../../../../lambdas/http/request-body';
import { readConfigEdit, readKeyName, readNewVariant } from '../../../../lambdas/http/settings-fields';
import { type OpenApi, operationsOf } from '../../../support/openapi/open-api';

const document = openApiDocument();
const { components } = document;
const ajv = new Ajv2020({ strict: false });
addFormats(ajv);
ajv.addFormat('binary', true);

const requestOf = (name: string): ValidateFunction =>
  ajv.compile({ $ref: `#/components/schemas/${name}`, components });

const parameterOf = (operationId: string, name: string): ValidateFunction => {
  const found = operationsOf(document as unknown as OpenApi).find(
    ({ operation }) => operation.operationId === operationId,
  );
  const parameter = found?.operation.parameters?.find((candidate) => candidate.name === name);
  return ajv.compile({ ...parameter?.schema, components });
};

const accepts = (attempt: () => unknown): boolean => {
  try {
    attempt();
    return true;
  } catch {
    return false;
  }
};

const json = (value: object): RequestBody => ({ kind: 'json', value: value as Record<string, unknown> });

/** Values around every rule, so that most bodies made of them are nearly right. */
const side = fc.constantFrom(undefined, null, 0, 1, 1.5, 400, 12_000, 12_001, '400');
const options = fc.record(
  {
    fit: fc.constantFrom('scale-down', 'cover', 'stretch', 1),
    metadata: fc.constantFrom('none', 'keep', 'all'),
    width: side,
    height: side,
    blur: fc.constantFrom(0, 250, 251, -1),
    browser_ttl: fc.constantFrom(3_599, 3_600, 31_536_000, 31_536_001),
  },
  { requiredKeys: [] },
);

/** What arrives: JSON has no undefined. */
const sent = <T>(value: T): T => JSON.parse(JSON.stringify(value));

describe('The documented requests', () => {
  it('are variants that the API takes, and no others', () => {
    const isDocumented = requestOf('NewVariant');
    const body = fc.record(
      {
        id: fc.constantFrom('hero', 'a-b_c', '', 'a b', 'x'.repeat(99), 'x'.repeat(100), 7),
        options: fc.oneof(options, fc.constantFrom(null, 'w=1')),
        neverRequireSignedURLs: fc.constantFrom(true, false, 'true', null),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(body, (generated) => {
        const value = sent(generated);

        expect(isDocumented(value)).toBe(accepts(() => readNewVariant(json(value))));
      }),
      { numRuns: 500 },
    );
  });

  it('are configurations that the API takes, and no others', () => {
    const isDocumented = requestOf('ConfigEdit');
    const body = fc.record(
      {
        flexible_variants: fc.constantFrom(true, false, null, 1),
        browser_ttl: fc.constantFrom(null, 3_599, 3_600, 31_536_000, 31_536_001, 4_000.5, '4000'),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(body, (value) => {
        expect(isDocumented(value)).toBe(accepts(() => readConfigEdit(json(value))));
      }),
    );
  });

  it('are flags and metadata of images that the API takes, and no others', () => {
    const isDocumented = requestOf('ImageEdit');
    const body = fc.record(
      {
        requireSignedURLs: fc.constantFrom(true, 'TRUE', 'False', '1', '0', 1, 0, 2, 'yes', '', null, {}),
        metadata: fc.constantFrom({}, { a: { b: [1] } }, '{"a":1}', null, 7, [], ['a']),
        creator: fc.constantFrom('ada', '', null, 7, {}),
      },
      { requiredKeys: [] },
    );

    fc.assert(
      fc.property(body, (value) => {
        expect(isDocumented(value)).toBe(accepts(() => readImageFields(json(value))));
      }),
      { numRuns: 300 },
    );
  });

  it.each(['a', 'default', 'x'.repeat(20), 'x'.repeat(21), '', 'a-b', 'a b', 'ä'])(
    'are names of keys that the API takes, and no others: %j',
    (name) => {
      const isDocumented = parameterOf('putSigningKey', 'signing_key_name');

      expect(isDocumented(name)).toBe(accepts(() => readKeyName(name)));
    },
  );

  it.each([9, 10, 1_000, 10_000, 10_001, 10.5, -10])('are sizes of pages that the API takes: %d', (size) => {
    const isDocumented = parameterOf('listImagesByPage', 'per_page');

    expect(isDocumented(size)).toBe(
      accepts(() => readPageListQuery(new URLSearchParams({ per_page: String(size) }))),
    );
  });

  it.each([
    'meta.a',
    'meta.a[eq]',
    'meta.a.b.c.d.e[in:number]',
    'meta.a.b.c.d.e.f[eq]',
    'meta.a[not-eq]',
    'meta.a-b[eq]',
    'meta.[eq]',
    'meta.a[eq:boolean]',
    'meta.a[lte:string]',
    'meta.a[eq',
    `meta.${'x'.repeat(101)}`,
  ])('are metadata filters that the API takes, and no others: %s', (name) => {
    const isDocumented = parameterOf('listImages', 'metadata_filters');
    const value = /boolean/.test(name) ? 'true' : '1';

    expect(isDocumented({ [name]: value })).toBe(accepts(() => parseMetadataFilters([[name, value]])));
  });
});
