import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { invalidArgument, S3Error } from '../s3-error';
import { uriDecode } from './uri-encoding';

/** A request, taken apart but not yet trusted. */
export interface S3Request {
  /** Answered as `x-amz-request-id`: 16 upper-case hex characters. */
  readonly id: string;
  readonly method: string;
  /** The whole path, decoded once; what is signed. */
  readonly path: string;
  /** First path segment, decoded; empty for `/`. */
  readonly bucket: string;
  /** All after the bucket's slash, decoded; empty for the bucket itself. Never resolved: `..` is a name like others. */
  readonly key: string;
  readonly query: ReadonlyMap<string, string>;
  /** Headers on the wire, names in lower case, repeated ones joined by commas; what is signed. */
  readonly sentHeaders: ReadonlyMap<string, string>;
  /** `sentHeaders` and, in a presigned request, the `x-amz-*` headers that the signer moved into the query. */
  readonly headers: ReadonlyMap<string, string>;
  readonly message: IncomingMessage;
  /** Tells a client that waits for `100 Continue` to send its body. */
  readonly acceptBody: () => void;
}

/** The query parameters that sign a presigned request; all others starting `x-amz-` stand for headers. */
const SIGNING_PARAMETERS: ReadonlySet<string> = new Set([
  'X-Amz-Algorithm',
  'X-Amz-Credential',
  'X-Amz-Date',
  'X-Amz-Expires',
  'X-Amz-SignedHeaders',
  'X-Amz-Signature',
]);

/** A request id as S3's look. */
export const newRequestId = (): string => randomBytes(8).toString('hex').toUpperCase();

/** Node gives header bytes as Latin-1; clients send UTF-8. Bytes that are not UTF-8 stay Latin-1. */
const decodeHeader = (value: string): string => {
  const text = Buffer.from(value, 'latin1').toString('utf8');
  return text.includes('\ufffd') ? value : text;
};

const readHeaders = (message: IncomingMessage): Map<string, string> => {
  const headers = new Map<string, string>();
  for (const [name, values] of Object.entries(message.headersDistinct)) {
    if (values !== undefined) headers.set(name, decodeHeader(values.join(',')));
  }
  return headers;
};

const readQuery = (text: string): Map<string, string> => {
  const query = new Map<string, string>();
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const [rawName, rawValue] = equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    const name = uriDecode(rawName.replace(/\+/g, ' '));
    // Two values for one name could be read differently by the signature check and the operation.
    if (query.has(name)) throw invalidArgument('A query parameter was given twice', name, rawValue);
    query.set(name, uriDecode(rawValue.replace(/\+/g, ' ')));
  }
  return query;
};

const withHoistedHeaders = (
  sent: ReadonlyMap<string, string>,
  query: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> => {
  if (!query.has('X-Amz-Algorithm')) return sent;
  const headers = new Map(sent);
  for (const [name, value] of query) {
    if (/^x-amz-/i.test(name) && !SIGNING_PARAMETERS.has(name)) headers.set(name.toLowerCase(), value);
  }
  return headers;
};

/**
 * Reads a path-style request, `/bucket/key?query`.
 * @throws S3Error `InvalidURI` when the target is not such a path, `InvalidArgument` for a repeated parameter.
 */
export const readRequest = (id: string, message: IncomingMessage, acceptBody: () => void): S3Request => {
  const target = message.url ?? '';
  if (!target.startsWith('/')) {
    throw new S3Error('InvalidURI', "Couldn't parse the specified URI.", { details: { URI: target } });
  }
  const question = target.indexOf('?');
  const path = uriDecode(question < 0 ? target : target.slice(0, question));
  const query = readQuery(question < 0 ? '' : target.slice(question + 1));
  const sentHeaders = readHeaders(message);
  const slash = path.indexOf('/', 1);
  return {
    id,
    method: message.method ?? '',
    path,
    bucket: slash < 0 ? path.slice(1) : path.slice(1, slash),
    key: slash < 0 ? '' : path.slice(slash + 1),
    query,
    sentHeaders,
    headers: withHoistedHeaders(sentHeaders, query),
    message,
    acceptBody,
  };
};

/**
 * The raw body in chunks. Stopping early leaves the connection open, so that the refusal can still be answered;
 * a client that goes away makes it throw.
 */
export const bodyChunks = (request: S3Request): AsyncIterable<Buffer> => {
  request.acceptBody();
  return request.message.iterator({ destroyOnReturn: false });
};
