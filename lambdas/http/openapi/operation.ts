import type { ErrorCode } from '../../core/errors';
import type { AnswerName } from './answer-schemas';
import { failures, headerRefs, RATE_LIMIT_HEADERS, type Response, type Responses } from './failures';
import { type JsonSchema, schemaRef } from './json-schema';
import { type Parameter, pathParameters } from './parameters';
import type { RequestName } from './request-schemas';

/** The sections of the document. */
export const TAGS = {
  'Direct uploads': 'Promise one-time uploads, and make them.',
  Images: 'Create, read, list, edit and delete images.',
  Variants: 'Named sizes.',
  'Signing keys': 'Keys that sign delivery URLs.',
  Webhooks: 'Where image events are sent.',
  Account: 'Configuration, statistics and batch tokens.',
  Document: 'This document.',
} as const;

/** The bodies that clients send (contract 3.1), by what a request may carry. */
const BODY_TYPES = {
  /** A multipart form, a url-encoded one or JSON. */
  fields: ['multipart/form-data', 'application/x-www-form-urlencoded', 'application/json'],
  file: ['multipart/form-data'],
  json: ['application/json'],
} as const;

/** What one operation is, beside its path. */
export interface Operation {
  readonly operationId: string;
  readonly tag: keyof typeof TAGS;
  readonly summary: string;
  readonly description?: string;
  readonly deprecated?: true;
  readonly query?: readonly Parameter[];
  readonly body?: {
    readonly schema: RequestName;
    readonly as: keyof typeof BODY_TYPES;
    readonly required: boolean;
  };
  /** The 200 answer's schema, or the whole of the successful answers. */
  readonly answer: AnswerName | Responses;
  /** How it can fail, beside what every operation with a token can. */
  readonly errors: readonly ErrorCode[];
}

/** An OpenAPI operation object. */
export interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly description?: string;
  readonly deprecated?: true;
  readonly security?: readonly Record<string, readonly string[]>[];
  readonly parameters: readonly Parameter[];
  readonly requestBody?: {
    readonly required: boolean;
    readonly content: Record<string, { schema: JsonSchema }>;
  };
  readonly responses: Responses;
}

/** Every operation with a token can fail so. */
const COMMON_ERRORS: readonly ErrorCode[] = ['unauthenticated', 'forbidden', 'too-many-requests'];

const ok = (name: AnswerName): Response => ({
  description: 'Done.',
  headers: headerRefs(RATE_LIMIT_HEADERS),
  content: { 'application/json': { schema: schemaRef(name) } },
});

const successes = ({ answer }: Operation): Responses =>
  typeof answer === 'string' ? { '200': ok(answer) } : answer;

const bodyOf = ({ schema, as, required }: NonNullable<Operation['body']>) => ({
  required,
  content: Object.fromEntries(BODY_TYPES[as].map((type) => [type, { schema: schemaRef(schema) }])),
});

const describeOperation = (operation: Operation, path: string, responses: Responses): OperationObject => {
  const { operationId, tag, summary, description, deprecated, query = [], body } = operation;
  return {
    operationId,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    ...(deprecated ? { deprecated } : {}),
    parameters: [...pathParameters(path), ...query],
    ...(body ? { requestBody: bodyOf(body) } : {}),
    responses,
  };
};

/** The OpenAPI object of an operation that needs a token; `path` has OpenAPI's syntax. */
export const tokenOperation = (operation: Operation, path: string): OperationObject =>
  describeOperation(operation, path, {
    ...successes(operation),
    ...failures([...COMMON_ERRORS, ...operation.errors]),
  });

/** The OpenAPI object of an operation that anybody may call; its answers are all that it says. */
export const openOperation = (operation: Operation, path: string): OperationObject => ({
  ...describeOperation(operation, path, successes(operation)),
  security: [],
});
