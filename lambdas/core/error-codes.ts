import type { ErrorCode } from './errors';

/**
 * The number a client sees for each failure (contract 7). The only table of them: the API's envelope and an image's
 * `uploadError` say the same number for the same fault. `http/error-mapper.ts` adds the HTTP status.
 */
export const ERROR_NUMBERS = {
  'invalid-request': 5400,
  unauthenticated: 10000,
  forbidden: 10000,
  'image-not-found': 5404,
  'resource-not-found': 5404,
  'already-exists': 5409,
  'custom-id-cannot-be-private': 5410,
  'invalid-custom-id': 5411,
  'animation-too-large': 5443,
  'fetch-failed': 5454,
  'unsupported-format': 5455,
  'too-large': 7011,
  undecodable: 9422,
  'too-many-requests': 10429,
} as const satisfies Record<ErrorCode, number>;
