import { Agent, request } from 'node:http';
import { connect } from 'node:net';

/** A request exactly as given: neither path nor headers are normalised. */
export interface RawRequest {
  readonly port: number;
  readonly method?: string;
  readonly path: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: string | Buffer;
  readonly agent?: Agent;
}

/** The whole answer. */
export interface RawResponse {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: Buffer;
  readonly text: string;
}

/** Sends one request and reads the whole answer. */
export const sendRaw = ({
  port,
  method = 'GET',
  path,
  headers = {},
  body,
  agent,
}: RawRequest): Promise<RawResponse> =>
  new Promise((resolve, reject) => {
    const isFramed = Object.keys(headers).some((name) => /^(content-length|transfer-encoding)$/i.test(name));
    // Node frames the body of a DELETE or an OPTIONS only when it is told to.
    const framed =
      body === undefined || isFramed
        ? headers
        : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) };
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        method,
        path,
        headers: framed,
        agent: agent ?? new Agent({ keepAlive: false }),
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const whole = Buffer.concat(chunks);
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            body: whole,
            text: whole.toString(),
          });
        });
      },
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });

/** Writes bytes to a fresh connection and returns everything that comes back until the server closes it. */
export const sendBytes = (port: number, bytes: string): Promise<string> =>
  new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.on('data', (chunk) => {
      received += chunk.toString('latin1');
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(received));
  });
