import { Writable } from 'node:stream';
import type { Context, LambdaFunctionURLEvent } from 'aws-lambda';

/** A streamed answer, collected. */
export interface Streamed {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

type Prelude = Pick<Streamed, 'statusCode' | 'headers'>;

class Collector extends Writable {
  prelude: Prelude | undefined;
  readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
    this.chunks.push(Buffer.from(chunk));
    done();
  }
}

/** Defines the global of Lambda's Node.js runtime that streaming handlers are made with. */
export const defineAwslambda = (): void => {
  Object.assign(globalThis, {
    awslambda: {
      streamifyResponse: (handler: unknown) => handler,
      HttpResponseStream: {
        from: (stream: Collector, prelude: Prelude) => Object.assign(stream, { prelude }),
      },
    },
  });
};

/** Invokes a streaming handler as a function URL does. */
export const invokeStreaming = async (handler: unknown, event: LambdaFunctionURLEvent): Promise<Streamed> => {
  const stream = new Collector();
  const invoke = handler as (event: unknown, stream: Collector, context: Partial<Context>) => Promise<void>;
  await invoke(event, stream, {});
  if (!stream.prelude) throw new Error('The handler sent no prelude');
  return { ...stream.prelude, body: Buffer.concat(stream.chunks) };
};

/** What CloudFront sends to the function URL. */
export const functionUrlEvent = (
  path: string,
  options: { query?: string; method?: string; headers?: Record<string, string> } = {},
): LambdaFunctionURLEvent => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: options.query ?? '',
  headers: options.headers ?? {},
  requestContext: {
    accountId: 'anonymous',
    apiId: 'url',
    domainName: 'url.lambda-url.us-east-1.on.aws',
    domainPrefix: 'url',
    http: {
      method: options.method ?? 'GET',
      path,
      protocol: 'HTTP/1.1',
      sourceIp: '192.0.2.1',
      userAgent: 'Amazon CloudFront',
    },
    requestId: 'request-1',
    routeKey: '$default',
    stage: '$default',
    time: '04/Mar/2026:05:06:07 +0000',
    timeEpoch: 1_772_600_767_000,
  },
  isBase64Encoded: false,
});
