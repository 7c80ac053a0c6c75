import { DomainError, type ErrorCode } from '../../core/errors';
import { describeError } from '../error-mapper';
import type { AnswerName } from './answer-schemas';
import { type JsonSchema, schemaRef } from './json-schema';

/** An OpenAPI response object. */
export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, { $ref: string }>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonSchema }>>;
}

/** OpenAPI responses by status, or by range such as `5XX`. */
export type Responses = Readonly<Record<string, Response | { readonly $ref: string }>>;

/** What each failure means, for whoever reads the document; a new code does not compile until it is here. */
const MEANINGS = {
  'invalid-request': 'a field or a parameter breaks a rule; the message names both',
  unauthenticated: 'no token, an unknown one, or one past its expiry',
  forbidden: 'the token is for another account, or may not do this',
  'image-not-found': 'there is no such image or draft; an expired draft is none',
  'resource-not-found': 'there is no such variant, key or webhook',
  'already-exists': 'the id belongs to an image, a live draft or a variant, or the upload URL was used',
  'custom-id-cannot-be-private': 'an image with a custom id cannot require signed URLs',
  'invalid-custom-id': 'the custom id breaks a rule; the message names it',
  'animation-too-large': 'the animation has too many frames, or they hold too many pixels',
  'fetch-failed': 'the image could not be fetched from its URL',
  'unsupported-format': 'the bytes are no image of a supported format',
  'too-large': 'the file or the picture is too large',
  undecodable: 'the bytes do not decode',
  'too-many-requests': 'the token has used up its requests',
} as const satisfies Record<ErrorCode, string>;

/** Headers of failures and of all answers, in the document's components. */
export const HEADERS = {
  'access-control-allow-origin': {
    description: 'Pages of this origin may read the answer.',
    schema: { type: 'string' },
  },
  'retry-after': { description: 'Seconds to wait.', schema: { type: 'integer' } },
  'x-should-retry': {
    required: true,
    description: '`false`: trying again gives the same; Cloudflare’s clients obey it.',
    schema: { type: 'string', enum: ['true', 'false'] },
  },
  'x-ratelimit-limit': { description: 'Requests of a window.', schema: { type: 'integer' } },
  'x-ratelimit-remaining': { description: 'Requests left in this window.', schema: { type: 'integer' } },
  'x-ratelimit-reset': { description: 'When the next window starts.', schema: { type: 'string' } },
} as const;

/** References to headers of `HEADERS`. */
export const headerRefs = (names: readonly string[]): Record<string, { $ref: string }> =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

const answerRef = (name: AnswerName): JsonSchema => schemaRef(name);

/** The envelope of a failure with one of the codes. */
export const failureSchema = (codes: readonly number[]): JsonSchema => ({
  allOf: [
    answerRef('Failure'),
    { properties: { errors: { items: { properties: { code: { enum: codes } } } } } },
  ],
});

/** A failure of the control API, in the form that `Accept` prefers. */
const controlContent = (codes: readonly number[]): NonNullable<Response['content']> => ({
  'application/json': { schema: failureSchema(codes) },
  'text/plain': { schema: { type: 'string', pattern: `^ERROR (${codes.join('|')}): ` } },
});

/** API Gateway's own words for a body over 10 MB. */
export const GATEWAY_TEXT: NonNullable<Response['content']> = { 'text/*': { schema: { type: 'string' } } };

/** On answers to requests that were counted; those without a valid token are nobody's (contract 3.16). */
export const RATE_LIMIT_HEADERS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
const UNCOUNTED_STATUSES: readonly number[] = [401, 403];

const describeCode = (error: ErrorCode) => ({ error, ...describeError(new DomainError(error, '')) });

const failureOf = (errors: readonly ErrorCode[]): Response => {
  const described = errors.map(describeCode);
  const codes = [...new Set(described.map(({ code }) => code))];
  const has = (statuses: readonly number[]) => described.some(({ status }) => statuses.includes(status));
  const own = described.flatMap(({ headers }) => Object.keys(headers));
  return {
    description: described.map(({ code, error }) => `${code}: ${MEANINGS[error]}.`).join(' '),
    headers: headerRefs(has(UNCOUNTED_STATUSES) ? own : [...own, ...RATE_LIMIT_HEADERS]),
    content: { ...controlContent(codes), ...(has([413]) ? GATEWAY_TEXT : {}) },
  };
};

const ERRORS = Object.keys(MEANINGS) as ErrorCode[];

/** `image-not-found` is `ImageNotFound` in the components. */
const componentOf = (error: ErrorCode): string =>
  error.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

const responseRef = (name: string) => ({ $ref: `#/components/responses/${name}` });

/** Responses that operations share: one for each failure, and one for what nobody foresaw. */
export const FAILURE_COMPONENTS: Readonly<Record<string, Response>> = {
  ...Object.fromEntries(ERRORS.map((error) => [componentOf(error), failureOf([error])])),
  Unexpected: {
    description: '1001: an error that is not the caller’s.',
    content: controlContent([describeError(undefined).code]),
  },
  GatewayRefusal: {
    description:
      'From the gateway itself: it cannot take the request, or the request is longer than a function can.',
    content: {
      'application/json': { schema: { anyOf: [failureSchema([5400, 7011]), answerRef('GatewayFailure')] } },
      ...GATEWAY_TEXT,
    },
  },
};

/** The failures of an operation, by status; a status with one reason is a component. */
export const failures = (errors: readonly ErrorCode[]): Responses => {
  const statuses = [...new Set(errors.map((error) => describeCode(error).status))].sort((a, b) => a - b);
  const responses = statuses.map((status) => {
    const [first, ...others] = errors.filter((error) => describeCode(error).status === status);
    const isAlone = first !== undefined && others.length === 0;
    return [
      status,
      isAlone ? responseRef(componentOf(first)) : failureOf(first ? [first, ...others] : others),
    ];
  });
  return {
    ...Object.fromEntries(responses),
    '4XX': responseRef('GatewayRefusal'),
    '5XX': responseRef('Unexpected'),
  };
};
