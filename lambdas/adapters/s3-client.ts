import { type S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { replaceErrors } from './replace-errors';

/**
 * S3 answers 503 when a prefix is asked too much or has no capacity (S3 API reference, "Error responses": `SlowDown`,
 * `ServiceUnavailable`). The status tells: an answer to HEAD has no body and so no name.
 */
const isSlowDown = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 503;

/** Makes a client throw what `report` makes when S3 throttles, after the SDK's own retries. */
export const reportSlowDown = (client: S3Client, report: () => Error): S3Client =>
  replaceErrors(client, isSlowDown, report);
