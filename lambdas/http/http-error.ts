import type { Route } from './routes';

/** A failure of the protocol itself, before any use case: no such route, or not this method. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    /** HTTP status, 4xx. */
    readonly status: number,
    /** The envelope's code (contract 7). */
    readonly code: number,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

/** Contract 7, code 7003. */
export const noRoute = () => new HttpError(404, 7003, 'No route for the URI');

/** 405 with the methods that the path has (RFC 9110, 15.5.6); 7001 is Cloudflare's code for it. */
export const methodNotAllowed = (method: string, allowed: readonly Route['method'][]) =>
  new HttpError(405, 7001, `Method ${method} not available for that URI`, { allow: allowed.join(', ') });
