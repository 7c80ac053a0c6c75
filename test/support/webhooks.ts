import { createHmac, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { poll } from './poll';

/** A webhook as it arrived. */
export interface ReceivedWebhook {
  readonly method: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Unix milliseconds. */
  readonly at: number;
}

/** Whoever is told of events: keeps what arrives and answers as it is told. */
export interface WebhookReceiver {
  /** `http://127.0.0.1:<port>/images` */
  readonly url: string;
  readonly received: readonly ReceivedWebhook[];
  /**
   * Waits until something like that has arrived so many times, and returns these.
   * @throws Error when that does not happen
   */
  waitFor(isWanted: (webhook: ReceivedWebhook) => boolean, times?: number): Promise<ReceivedWebhook[]>;
  close(): Promise<void>;
}

/** How much older than now a receiver takes a webhook to be, in seconds (Standard Webhooks 1.0.0, "Verifying signatures"). */
const TOLERANCE_SECONDS = 300;

const listen = (server: Server, port: number): Promise<boolean> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
    );
    server.listen(port, '127.0.0.1', () => resolve(true));
  });

/**
 * Starts a receiver on the first port that is free.
 * @param answer ends each response; 200 unless told
 * @throws Error when all ports are taken
 */
export const startWebhookReceiver = async (
  ports: readonly number[],
  answer: (response: ServerResponse, webhook: ReceivedWebhook) => void = (response) => response.end(),
): Promise<WebhookReceiver> => {
  const received: ReceivedWebhook[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method, headers } = request;
    const webhook = { method, headers, body: Buffer.concat(chunks).toString('utf8'), at: Date.now() };
    received.push(webhook);
    answer(response, webhook);
  });
  for (const port of ports) {
    if (!(await listen(server, port))) continue;
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/images`,
      received,
      waitFor: (isWanted, times = 1) =>
        poll(
          () => received.filter(isWanted),
          (wanted) => wanted.length >= times,
          () => `All that arrived: ${JSON.stringify(received)}`,
        ),
      close: () =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    };
  }
  throw new Error(`The ports ${ports.join(', ')} are all taken`);
};

/**
 * Whether a webhook comes from who knows the secret, and now: written from the specification alone (Standard Webhooks
 * 1.0.0), to hold our sender to it.
 */
export const isAuthentic = ({ headers, body, at }: ReceivedWebhook, secret: string): boolean => {
  const [id, timestamp] = [headers['webhook-id'], headers['webhook-timestamp']];
  if (Math.abs(at / 1000 - Number(timestamp)) > TOLERANCE_SECONDS) return false;
  const key = secret.startsWith('whsec_')
    ? Buffer.from(secret.slice('whsec_'.length), 'base64')
    : Buffer.from(secret, 'utf8');
  const expected = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest();
  return String(headers['webhook-signature'])
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .map((signature) => Buffer.from(signature.slice('v1,'.length), 'base64'))
    .some((given) => given.length === expected.length && timingSafeEqual(given, expected));
};
