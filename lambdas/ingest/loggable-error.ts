import { redactUploads } from '../core/redact-uploads';

/** An error as it may be logged: the SDK puts keys, and with them secrets, into messages and into fields of its own. */
export const loggableError = (error: unknown): Readonly<Record<string, unknown>> =>
  error instanceof Error
    ? {
        name: error.name,
        message: redactUploads(error.message),
        stack: redactUploads(error.stack ?? ''),
        ...(error.cause === undefined ? {} : { cause: loggableError(error.cause) }),
      }
    : { message: redactUploads(String(error)) };
