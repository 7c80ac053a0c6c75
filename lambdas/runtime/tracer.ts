import { Tracer } from '@aws-lambda-powertools/tracer';

/**
 * The function's X-Ray tracer; does nothing outside Lambda. It adds 115 kB to a bundle: the mint function goes
 * without it and has the segments that Lambda's active tracing records by itself. Requests are not captured, only the
 * clients that a function hands over: paths of staged objects, and of URLs that images are fetched from, are secrets.
 */
export const createTracer = (): Tracer => new Tracer({ captureHTTPsRequests: false });
