import type { IncomingMessage } from 'node:http';

/** One header as the client wrote it. */
export type HeaderField = readonly [name: string, value: string];

/** A request as it came over the wire, target and headers unchanged. */
export interface IncomingRequest {
  readonly method: string;
  /** Percent-encoded, starts with `/`. */
  readonly path: string;
  /** Percent-encoded, without `?`; empty when there is none. */
  readonly query: string;
  /** Duplicates kept, in order. */
  readonly headers: readonly HeaderField[];
  readonly sourceIp: string;
  /** As in the request line, e.g. `HTTP/1.1`. */
  readonly protocol: string;
  /** The `Host` header: name and port the client called. */
  readonly host: string;
  /** The port the server listens on. */
  readonly port: number;
}

/** Reads Node's request; `//host/path` and absolute targets keep their path as it is. */
export const incomingRequest = (request: IncomingMessage): IncomingRequest => {
  const target = (request.url ?? '/').replace(/^https?:\/\/[^/?#]*/i, '');
  const question = target.indexOf('?');
  const path = question < 0 ? target : target.slice(0, question);
  return {
    method: request.method ?? 'GET',
    path: path.startsWith('/') ? path : `/${path}`,
    query: question < 0 ? '' : target.slice(question + 1),
    headers: pairs(request.rawHeaders),
    sourceIp: (request.socket.remoteAddress ?? '127.0.0.1').replace(/^::ffff:/, ''),
    protocol: `HTTP/${request.httpVersion}`,
    host: request.headers.host ?? '',
    port: request.socket.localPort ?? 0,
  };
};

const pairs = (raw: readonly string[]): HeaderField[] => {
  const fields: HeaderField[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) fields.push([raw[i] ?? '', raw[i + 1] ?? '']);
  return fields;
};

/** All values of a header, in order; the name in any case. */
export const headerValues = (headers: readonly HeaderField[], name: string): string[] =>
  headers.filter(([key]) => key.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

/** The last value of a header; undefined when there is none. */
export const headerValue = (headers: readonly HeaderField[], name: string): string | undefined =>
  headerValues(headers, name).at(-1);

/** Bytes of the request line and all headers, what API Gateway limits to 10,240 (quotas of HTTP and REST APIs). */
export const requestHeadBytes = ({ method, path, query, protocol, headers }: IncomingRequest): number =>
  Buffer.byteLength(`${method} ${path}?${query} ${protocol}`) +
  headers.reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value, 'latin1'),
    0,
  );
