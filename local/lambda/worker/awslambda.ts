import type { ResponsePrelude } from '../local-function';
import type { ResponseStream } from './response-stream';

const STREAMING = Symbol.for('aws.lambda.runtime.handler.streaming');

/** A handler as exported by a bundle; streaming ones take the stream second. */
export type Handler = (event: unknown, contextOrStream: unknown, context?: unknown) => unknown;

/** True for what `awslambda.streamifyResponse` returned. */
export const isStreaming = (handler: Handler): boolean => STREAMING in handler;

/**
 * Defines the global `awslambda` of Lambda's Node.js runtime (Lambda developer guide, "Response streaming"): bundles
 * call `streamifyResponse` while they load and `HttpResponseStream.from` for each answer.
 */
export const defineAwslambda = (): void => {
  Object.assign(globalThis, {
    awslambda: {
      streamifyResponse: (handler: Handler) => Object.assign(handler, { [STREAMING]: 'response' }),
      HttpResponseStream: {
        from: (stream: ResponseStream, prelude: Partial<ResponsePrelude>) => {
          stream.sendPrelude({ statusCode: 200, headers: {}, ...prelude });
          return stream;
        },
      },
    },
  });
};
