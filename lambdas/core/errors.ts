/** Every way a request or an upload can fail, by name. `http/error-mapper.ts` gives each its status and code. */
export type ErrorCode =
  | 'invalid-request'
  | 'unauthenticated'
  | 'forbidden'
  | 'image-not-found'
  | 'resource-not-found'
  | 'already-exists'
  | 'custom-id-cannot-be-private'
  | 'invalid-custom-id'
  | 'animation-too-large'
  | 'fetch-failed'
  | 'unsupported-format'
  | 'too-large'
  | 'undecodable'
  | 'too-many-requests';

/**
 * A failure the caller can understand. `message` is written for the client and never carries a secret,
 * a path or another account's data; `cause` is for the log only.
 */
export class DomainError extends Error {
  override readonly name = 'DomainError';

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Contract 7, code 5400: a field or a rule was broken; `message` names both. */
export const invalidRequest = (message: string, options?: ErrorOptions) =>
  new DomainError('invalid-request', message, options);

/** Contract 7, code 5400: a multipart body that a parser gives up on, wherever it was sent. */
export const malformedMultipart = (cause: unknown) =>
  invalidRequest('The multipart body is malformed or incomplete', { cause });

/** Contract 2.2: no token, an unknown one, or one past its expiry. */
export const unauthenticated = () => new DomainError('unauthenticated', 'Authentication error');

/** Contract 2.2: a valid token, but for another account or without the permission. */
export const forbidden = () => new DomainError('forbidden', 'Authentication error');

/** Contract 3.5, code 5404. */
export const imageNotFound = () => new DomainError('image-not-found', 'Image not found');

/** Contract 3.11 and 3.12 REC, code 5404: an unknown signing key, variant or webhook. */
export const resourceNotFound = (what: string) => new DomainError('resource-not-found', `${what} not found`);

/** Contract 7, code 5409. */
export const alreadyExists = () => new DomainError('already-exists', 'Resource already exists');

/** Contract 7, code 5410. */
export const customIdCannotBePrivate = () =>
  new DomainError(
    'custom-id-cannot-be-private',
    'The image contains a custom ID and cannot be set to private. To make the image private, delete and upload the image again using a regular ID.',
  );

/** Contract 7, code 5411; `reason` completes the sentence. */
export const invalidCustomId = (reason: string) =>
  new DomainError(
    'invalid-custom-id',
    `The Custom ID is invalid. Custom IDs can include 1024 characters or less, any number of subpaths, and support the UTF-8 encoding standard for characters. Enter a new Custom ID and try again: ${reason}`,
  );

/** Contract 7, code 5443; `reason` completes the sentence. */
export const animationTooLarge = (reason: string) =>
  new DomainError('animation-too-large', `The animation is too long: ${reason}`);

/** Contract 7, code 5454: the image could not be fetched from the given URL. */
export const fetchFailed = (message: string, options?: ErrorOptions) =>
  new DomainError('fetch-failed', message, options);

/** Contract 7, code 5455. */
export const unsupportedFormat = () =>
  new DomainError(
    'unsupported-format',
    'Uploaded image must have image/jpeg, image/png, image/webp, image/gif or image/svg+xml content-type',
  );

/** Contract 7, code 7011; `detail` says which limit, in which unit, and what to do. */
export const tooLarge = (detail: string) =>
  new DomainError('too-large', `Request entity is too large: ${detail}`);

/** Contract 7, code 9422: the bytes do not decode as the image they claim to be. */
export const undecodable = (reason: string, options?: ErrorOptions) =>
  new DomainError('undecodable', `error during decoding: ${reason}`, options);

/** Contract 3.16: over the rate limit; the answer carries `retry-after`. */
export const tooManyRequests = () => new DomainError('too-many-requests', 'Rate limit exceeded');
