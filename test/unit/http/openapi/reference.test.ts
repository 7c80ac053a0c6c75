import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../../../lambdas/http/openapi/document';
import { compareAnswer, compareRequest } from '../../../support/openapi/compare';
import {
  type Content,
  type OpenApi,
  type Operation,
  operationsOf,
  resolveSchema,
  type Schema,
} from '../../../support/openapi/open-api';

const read = (path: string): string => readFileSync(join(__dirname, '..', '..', '..', '..', path), 'utf8');

const reference = JSON.parse(read('test/fixtures/cloudflare-images-openapi.json')) as OpenApi;
const ours = openApiDocument() as unknown as OpenApi;
const ourOperations = new Map(
  operationsOf(ours).map(({ method, path, operation }) => [`${method} ${path}`, operation]),
);
const theirOperations = operationsOf(reference).map(
  ({ method, path, operation }) => [`${method} ${path}`, operation] as const,
);

/** Every way in which our document says less than the reference, and why; docs/compatibility.md has the same list. */
const KNOWN_DIFFERENCES: Readonly<Record<string, string>> = {
  'filename: may be null': 'a draft has no file yet, and some files have no name',
  'documentation_url: absent': 'there are no pages about single errors',
  'source: absent': 'messages name the field in words',
  'metadata: must not be any': 'a JSON object or its text, as Cloudflare’s guides have it',
  'width: whole numbers only': 'pixels',
  'height: whole numbers only': 'pixels',
  'width: at most 12000': 'the largest side that can be asked for',
  'height: at most 12000': 'the largest side that can be asked for',
  'width: optional': 'one side is enough, as Cloudflare’s guides show',
  'height: optional': 'one side is enough, as Cloudflare’s guides show',
  'page: whole numbers only': 'there is no page 1.5',
  'page: at most 1000000': 'numbered pages reach 100,000 images anyway',
  'per_page: whole numbers only': 'there is no half image',
  'meta.<field>[<operator>]: absent':
    'described as `metadata_filters`: a parameter of any name is an exploded object',
};

/** The methods of `client.images`: one for each operation of the reference. */
const SDK_METHODS = [
  'v1.create',
  'v1.list',
  'v1.get',
  'v1.edit',
  'v1.delete',
  'v1.blobs.get',
  'v1.keys.list',
  'v1.keys.update',
  'v1.keys.delete',
  'v1.stats.get',
  'v1.variants.create',
  'v1.variants.list',
  'v1.variants.get',
  'v1.variants.edit',
  'v1.variants.delete',
  'v2.list',
  'v2.directUploads.create',
];

/** `POST /… body.options.width: at most 12000` is the difference `width: at most 12000`, wherever it is. */
const withoutPlace = (difference: string): string => difference.replace(/^.*[ .](?=\w+: )/, '');

const compareContent = (
  theirs: Content | undefined,
  own: Content | undefined,
  compare: (theirs: Schema, own: Schema) => string[],
): string[] =>
  Object.entries(theirs ?? {}).flatMap(([type, { schema }]) => {
    const content = own?.[type];
    return content ? compare(schema, content.schema) : [`${type}: absent`];
  });

const differencesOf = (theirs: Operation, own: Operation): string[] => [
  ...(theirs.parameters ?? []).flatMap(({ name, in: place, schema }) => {
    const parameter = own.parameters?.find((candidate) => candidate.name === name && candidate.in === place);
    if (!parameter) return [`${name}: absent`];
    // A query cannot carry null.
    const { nullable: _nullable, ...sendable } = resolveSchema(reference, schema);
    return compareRequest(
      ` ${name}`,
      { document: reference, schema: sendable },
      { document: ours, schema: parameter.schema },
    );
  }),
  ...compareContent(theirs.requestBody?.content, own.requestBody?.content, (schema, ownSchema) =>
    compareRequest(' body', { document: reference, schema }, { document: ours, schema: ownSchema }),
  ),
  ...compareContent(theirs.responses['200']?.content, own.responses['200']?.content, (schema, ownSchema) =>
    compareAnswer(' answer', { document: reference, schema }, { document: ours, schema: ownSchema }),
  ),
];

describe('Our OpenAPI document beside Cloudflare’s', () => {
  it.each(theirOperations)('has the operation %s', (name) => {
    expect(ourOperations.has(name)).toBe(true);
  });

  it.each(theirOperations)('takes and answers the same but for known differences: %s', (name, theirs) => {
    const own = ourOperations.get(name);
    if (!own) throw new Error(`${name} is absent`);

    const differences = differencesOf(theirs, own).map(withoutPlace);

    expect(differences.filter((difference) => !(difference in KNOWN_DIFFERENCES))).toEqual([]);
  });

  it('has every difference that is listed', () => {
    const found = theirOperations.flatMap(([name, theirs]) => {
      const own = ourOperations.get(name);
      return own ? differencesOf(theirs, own).map(withoutPlace) : [];
    });

    expect([...new Set(found)].sort()).toEqual(Object.keys(KNOWN_DIFFERENCES).sort());
  });

  it.each(Object.entries(KNOWN_DIFFERENCES))(
    'is explained in docs/compatibility.md: %s',
    (difference, reason) => {
      expect(read('docs/compatibility.md')).toContain(`| \`${difference}\` | ${reason} |`);
    },
  );
});

describe('docs/compatibility.md', () => {
  it('has a row for each method of the official client', () => {
    const rows = read('docs/compatibility.md').matchAll(
      /^\| `(v[12]\.[\w.]+)` \| (same|more|different|absent) \|/gm,
    );

    expect([...rows].map(([, method]) => method)).toEqual(SDK_METHODS);
    expect(SDK_METHODS).toHaveLength(theirOperations.length);
  });
});
