import { OperatorError, UsageError } from './errors';

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : '');

/** `ECONNREFUSED` lies in the error itself, in its cause, or in one of several for a name with several addresses. */
const isRefusedConnection = (error: unknown): boolean =>
  error instanceof Error &&
  ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ||
    isRefusedConnection(error.cause) ||
    (error instanceof AggregateError && error.errors.some(isRefusedConnection)));

/**
 * What went wrong, in words for whoever ran the command, whose usage is `usage`. What we did not foresee keeps its stack,
 * because it is a fault of ours.
 */
export const explainFailure = (error: unknown, usage: string): string => {
  if (error instanceof UsageError) return `${error.message}\n\n${usage}`;
  if (error instanceof OperatorError) return error.message;
  if (isRefusedConnection(error)) return 'The local service does not answer: start it with npm start';
  switch (nameOf(error)) {
    case 'CredentialsProviderError':
      return `AWS credentials could not be found (${(error as Error).message}): set AWS_PROFILE, or sign in`;
    case 'AccessDenied':
    case 'AccessDeniedException':
      return `Your AWS identity may not do this: ${(error as Error).message}`;
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return 'Your AWS credentials have expired: sign in again';
  }
  if (error instanceof Error && error.message === 'Region is missing')
    return 'No AWS region is set: set AWS_REGION, or a region in your profile';
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
};
