import { ANSWER_SCHEMAS } from './answer-schemas';
import { FAILURE_COMPONENTS, failureSchema, HEADERS } from './failures';
import { DESCRIPTION } from './introduction';
import { namedJsonSchemas } from './json-schema';
import { TAGS } from './operation';
import { openApiPaths, SERVERS } from './paths';
import { REQUEST_SCHEMAS } from './request-schemas';

/** Contract 2.2: a bearer token, or the same token as a key. */
const SECURITY_SCHEMES = {
  bearer: { type: 'http', scheme: 'bearer', description: 'A token of `npm run token`.' },
  key: { type: 'apiKey', in: 'header', name: 'X-Auth-Key', description: 'The token.' },
  email: { type: 'apiKey', in: 'header', name: 'X-Auth-Email', description: 'Anything.' },
  serviceKey: { type: 'apiKey', in: 'header', name: 'X-Auth-User-Service-Key', description: 'The token.' },
};

/** What the control API answers to a request that is none of its operations. */
const OUTSIDE = {
  NoRoute: {
    description: '7003: there is no such path.',
    content: { 'application/json': { schema: failureSchema([7003]) } },
  },
  MethodNotAllowed: {
    description: '7001: the path does not take this method; `Allow` says which it takes.',
    headers: { allow: { required: true, schema: { type: 'string' } } },
    content: { 'application/json': { schema: failureSchema([7001]) } },
  },
};

/**
 * The OpenAPI 3.1 document of the API, made from the schemas that validate requests, the table of routes and the table of
 * errors. `npm run openapi` writes it to docs/openapi.json, from where it is served: nothing is generated at run time.
 */
export const openApiDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'Direct uploads and images',
    version: '1.0.0',
    description: DESCRIPTION,
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: SERVERS,
  security: [{ bearer: [] }, { key: [], email: [] }, { serviceKey: [] }],
  tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
  paths: openApiPaths(),
  components: {
    securitySchemes: SECURITY_SCHEMES,
    headers: HEADERS,
    responses: { ...FAILURE_COMPONENTS, ...OUTSIDE },
    schemas: {
      ...namedJsonSchemas(ANSWER_SCHEMAS, 'output'),
      ...namedJsonSchemas(REQUEST_SCHEMAS, 'input'),
    },
  },
});
