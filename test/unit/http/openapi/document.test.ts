import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../../../lambdas/http/openapi/document';
import { ROUTES } from '../../../../lambdas/http/routes';
import { type OpenApi, operationsOf } from '../../../support/openapi/open-api';

const root = join(__dirname, '..', '..', '..', '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

const document = openApiDocument();
const operations = operationsOf(document as unknown as OpenApi);

/** API Gateway's `{image_id+}` is `{image_id}` here, and the accounts' paths start after the server's. */
const documented = ({ method, path }: { method: string; path: string }): string =>
  `${method} ${path.replace('+}', '}').replace(/^\/client\/v4/, '')}`;

const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
};

const targetOf = (reference: string): unknown =>
  reference
    .split('/')
    .slice(1)
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);

describe('The OpenAPI document', () => {
  it('is the one that is committed and served: run `npm run openapi` when it is not', () => {
    expect(read('docs/openapi.json')).toBe(`${JSON.stringify(document, null, 2)}\n`);
  });

  it('is valid OpenAPI 3.1', () => {
    const ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
    addFormats(ajv);
    const metaSchema = read('node_modules/@seriousme/openapi-schema-validator/schemas/v3.1/schema.json');
    const validate = ajv.compile(JSON.parse(metaSchema));

    validate(document);

    expect(validate.errors).toBeNull();
  });

  it('holds JSON Schemas without mistakes, which strict mode would find', () => {
    const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictRequired: false });
    addFormats(ajv);
    ajv.addFormat('binary', true);
    ajv.addVocabulary(['components']);
    const { components } = document;

    for (const name of Object.keys(components.schemas)) {
      expect(() => ajv.compile({ $ref: `#/components/schemas/${name}`, components })).not.toThrow();
    }
  });

  it('describes every route, and nothing that is none but the original’s bytes and the upload URL', () => {
    const routes = ROUTES.map(documented);

    const described = operations.map(documented);

    expect(described).toEqual(expect.arrayContaining(routes));
    expect(described.filter((operation) => !routes.includes(operation)).sort()).toEqual([
      'GET /accounts/{account_id}/images/v1/{image_id}/blob',
      'GET /images/v1/{image_id}/blob',
      'POST /{account_hash}/{object}',
      'PUT /{account_hash}/{object}',
    ]);
  });

  it('gives every operation a name of its own', () => {
    const names = operations.map(({ operation }) => operation.operationId);

    expect(new Set(names).size).toBe(names.length);
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z0-9]+$/);
  });

  it('refers to nothing that is not there, and has no component that nobody refers to', () => {
    const references = new Set(referencesIn(document));

    const unused = Object.entries(document.components)
      .filter(([kind]) => kind === 'schemas' || kind === 'headers')
      .flatMap(([kind, components]) => Object.keys(components).map((name) => `#/components/${kind}/${name}`))
      .filter((component) => !references.has(component));

    expect([...references].filter((reference) => targetOf(reference) === undefined)).toEqual([]);
    expect(unused).toEqual([]);
  });

  it('asks for a token everywhere but for uploads and for itself', () => {
    const open = operations
      .filter(({ operation }) => 'security' in operation)
      .map(({ operation }) => operation.operationId);

    expect(open.sort()).toEqual(['getOpenApiDocument', 'upload', 'uploadByPut']);
    expect(document.security.length).toBeGreaterThan(0);
  });
});
