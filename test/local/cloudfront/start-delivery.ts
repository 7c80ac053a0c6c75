import { Readable } from 'node:stream';
import { type CloudFrontOptions, startCloudFront } from '../../../local/cloudfront/cloudfront';
import { FakeFunction, functionArn } from '../gateway/fake-function';
import { sendRaw } from '../gateway/send-raw';
import { type DeliveryParts, deliveryTemplate } from './delivery-template';

/** What the origin answers. */
export interface Answer {
  readonly statusCode?: number;
  readonly headers?: Record<string, string>;
  readonly cookies?: string[];
  readonly body?: string | Buffer | Readable;
}

/** The part of a function URL's event that tests look at. */
export interface OriginEvent {
  readonly rawPath: string;
  readonly rawQueryString: string;
  readonly headers: Record<string, string>;
  readonly requestContext: { readonly http: { readonly method: string } };
}

type Handler = (event: OriginEvent) => Answer | Promise<Answer>;

/** Starts distributions in front of a fake function, under a clock that the test moves. */
export const createDeliveryStarter = () => {
  const started: { close(): Promise<void> }[] = [];
  const lines: string[] = [];
  const clock = { nowMs: Date.parse('2026-07-10T00:00:00Z') };
  const start = async (
    handler: Handler,
    parts: DeliveryParts = {},
    options: Partial<CloudFrontOptions> = {},
  ) => {
    const fn = new FakeFunction(
      functionArn('Fn'),
      async (event: OriginEvent) => {
        const { body = '', ...rest } = await handler(event);
        return { statusCode: 200, ...rest, body: String(body) };
      },
      async (event: OriginEvent) => {
        const { statusCode = 200, headers = {}, cookies, body = '' } = await handler(event);
        const stream = body instanceof Readable ? body : Readable.from([Buffer.from(body)]);
        return { prelude: { statusCode, headers, ...(cookies && { cookies }) }, body: stream };
      },
    );
    const server = await startCloudFront({
      host: '127.0.0.1',
      port: 0,
      template: deliveryTemplate(parts),
      functions: new Map([[fn.arn, fn]]),
      now: () => new Date(clock.nowMs),
      log: (line) => lines.push(line),
      ...options,
    });
    started.push(server);
    const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      sendRaw({ port: server.port, method, path, headers });
    return { server, port: server.port, events: fn.events as OriginEvent[], get };
  };
  return {
    start,
    lines,
    advance: (seconds: number) => {
      clock.nowMs += seconds * 1_000;
    },
    stopAll: async () => {
      await Promise.all(started.splice(0).map((server) => server.close()));
      lines.length = 0;
    },
  };
};

/** The verdict of `X-Cache`. */
export const verdict = ({ headers }: { headers: NodeJS.Dict<string | string[]> }): string =>
  String(headers['x-cache']).replace(' from cloudfront', '');

/** Headers of a picture that caches may keep for so long. */
export const cached = (seconds: number, more: Record<string, string> = {}) => ({
  'content-type': 'image/png',
  'cache-control': `max-age=${seconds}`,
  ...more,
});
