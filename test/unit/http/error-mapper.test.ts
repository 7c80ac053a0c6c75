import { ERROR_NUMBERS } from '../../../lambdas/core/error-codes';
import { DomainError, type ErrorCode } from '../../../lambdas/core/errors';
import { describeError } from '../../../lambdas/http/error-mapper';
import { methodNotAllowed, noRoute } from '../../../lambdas/http/http-error';

const STATUSES: Record<ErrorCode, number> = {
  'invalid-request': 400,
  unauthenticated: 401,
  forbidden: 403,
  'image-not-found': 404,
  'resource-not-found': 404,
  'already-exists': 409,
  'custom-id-cannot-be-private': 400,
  'invalid-custom-id': 400,
  'animation-too-large': 413,
  'fetch-failed': 400,
  'unsupported-format': 415,
  'too-large': 413,
  undecodable: 400,
  'too-many-requests': 429,
};

describe('what an error looks like', () => {
  it.each(Object.entries(STATUSES) as [ErrorCode, number][])(
    '%s is %d with its own code and text',
    (code, status) => {
      expect(describeError(new DomainError(code, 'why'))).toMatchObject({
        status,
        code: ERROR_NUMBERS[code],
        message: 'why',
      });
    },
  );

  it('tells SDKs not to retry a conflict, and when to retry under throttling', () => {
    expect(describeError(new DomainError('already-exists', '')).headers).toEqual({
      'x-should-retry': 'false',
    });
    expect(describeError(new DomainError('too-many-requests', '')).headers).toEqual({ 'retry-after': '1' });
  });

  it('names the allowed methods', () => {
    expect(describeError(methodNotAllowed('PUT', ['DELETE', 'GET']))).toMatchObject({
      status: 405,
      code: 7001,
      message: 'Method PUT not available for that URI',
      headers: { allow: 'DELETE, GET' },
    });
    expect(describeError(noRoute())).toMatchObject({
      status: 404,
      code: 7003,
      message: 'No route for the URI',
    });
  });

  it.each([
    new Error('secret'),
    new TypeError('secret'),
    'secret',
    undefined,
    { status: 400, message: 'secret' },
  ])('shows nothing of what was not foreseen', (error) => {
    expect(describeError(error)).toEqual({
      status: 500,
      code: 1001,
      message: 'Internal server error',
      headers: {},
    });
  });
});
