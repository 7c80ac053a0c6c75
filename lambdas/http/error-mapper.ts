import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import { ERROR_NUMBERS } from '../core/error-codes';
import { DomainError, type ErrorCode } from '../core/errors';
import { prefersPlainText } from './accept';
import type { ControlAnswer } from './control-event';
import type { ControlRequest } from './control-request';
import { failure, textFailure } from './envelope';
import { headerOf } from './header';
import { HttpError } from './http-error';

/** How a failure looks on the wire. */
export interface ErrorAnswer {
  readonly status: number;
  /** The envelope's code (contract 7). */
  readonly code: number;
  readonly message: string;
  readonly headers: Readonly<Record<string, string>>;
}

interface Mapping {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * The HTTP side of contract 7, one row for each way to fail; a new `ErrorCode` does not compile until it has a row.
 * SDKs retry 409 by themselves and versions 3 to 6 then hang until their timeout (contract 0.2), hence
 * `x-should-retry`. 401 has no `www-authenticate`: a REST API gives it another name (AWS, "Important notes for REST
 * APIs"), and no client of Cloudflare's reads it.
 */
const MAPPINGS = {
  'invalid-request': { status: 400 },
  unauthenticated: { status: 401 },
  forbidden: { status: 403 },
  'image-not-found': { status: 404 },
  'resource-not-found': { status: 404 },
  'already-exists': { status: 409, headers: { 'x-should-retry': 'false' } },
  'custom-id-cannot-be-private': { status: 400 },
  'invalid-custom-id': { status: 400 },
  'animation-too-large': { status: 413 },
  'fetch-failed': { status: 400 },
  'unsupported-format': { status: 415 },
  'too-large': { status: 413 },
  undecodable: { status: 400 },
  'too-many-requests': { status: 429, headers: { 'retry-after': '1' } },
} as const satisfies Record<ErrorCode, Mapping>;

/** Whatever nobody foresaw. The message says nothing; the log has the error. */
const UNEXPECTED: ErrorAnswer = { status: 500, code: 1001, message: 'Internal server error', headers: {} };

/** Status, code and message of any thrown value; also for answers that are not built by this chain. */
export const describeError = (error: unknown): ErrorAnswer => {
  if (error instanceof HttpError) return error;
  if (!(error instanceof DomainError)) return UNEXPECTED;
  const mapping: Mapping = MAPPINGS[error.code];
  return {
    status: mapping.status,
    code: ERROR_NUMBERS[error.code],
    message: error.message,
    headers: mapping.headers ?? {},
  };
};

/**
 * A body that is streamed once cannot be sent again: SDK 3 to 6 hang for minutes when they retry a multipart POST
 * (contract 0.2). An unexpected error is not known to go away by itself, so they are told not to; throttling is, and is
 * left to `retry-after`.
 */
const retryHeaders = (event: ControlRequest, status: number): Record<string, string> =>
  status >= 500 && headerOf(event, 'content-type').toLowerCase().startsWith('multipart/')
    ? { 'x-should-retry': 'false' }
    : {};

/**
 * Turns every thrown error into the envelope and logs it once: what we did not foresee with its stack as an error,
 * what the client can understand as a warning. Must be registered last: middy runs `onError` hooks in reverse order,
 * and the others expect an answer to be there.
 */
export const mapErrors = (
  logger: Pick<Logger, 'error' | 'warn'>,
): MiddlewareObj<ControlRequest, ControlAnswer> => ({
  onError: function mapErrorsOnError(request): void {
    const { status, code, message, headers } = describeError(request.error);
    if (status >= 500) logger.error('Request failed', { error: request.error });
    else logger.warn('Request refused', { status, code, reason: message });
    const respond = prefersPlainText(headerOf(request.event, 'accept')) ? textFailure : failure;
    request.response = respond(
      status,
      { code, message },
      { ...headers, ...retryHeaders(request.event, status) },
    );
  },
});
