import { type IncomingHttpHeaders, request } from 'node:http';
import { request as requestTls } from 'node:https';
import { checkAnswer } from './check-answers';

/** An answer to a raw request. */
export interface RawAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What may be said about a raw request. */
export interface RawOptions {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Buffer | string;
}

/**
 * Sends a request whose path goes on the wire exactly as given. `fetch` resolves `..` and `%2e%2e` first, so an
 * attack on paths would never leave the client.
 */
export const rawRequest = async (
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: RawOptions = {},
): Promise<RawAnswer> => {
  const answer = await new Promise<RawAnswer>((resolve, reject) => {
    const { hostname, port, protocol } = new URL(origin);
    const send = protocol === 'https:' ? requestTls : request;
    const outgoing = send({ hostname, port, path, method, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString('utf8'),
        }),
      );
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
  const known = Object.entries(answer.headers).map(([name, value]) => [name, String(value)]);
  await checkAnswer(`${origin}${path}`, method, {
    ...answer,
    headers: new Headers(Object.fromEntries(known)),
  });
  return answer;
};
