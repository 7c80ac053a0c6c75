import type { ServerResponse } from 'node:http';
import type { Readable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { S3Error } from '../s3-error';
import { leaf, xmlDocument } from './xml';

/** An answer before it is written. */
export interface S3Response {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** XML, or the bytes of an object (then `content-length` is among the headers). */
  readonly body?: string | Readable;
}

/** An XML answer with status 200 unless said otherwise. */
export const xmlResponse = (xml: string, status = 200): S3Response => ({
  status,
  headers: { 'content-type': 'application/xml' },
  body: xml,
});

/** The error as S3's XML; which is in no namespace. */
export const errorResponse = (error: S3Error, requestId: string, resource: string): S3Response => {
  const { status, headers, body } = xmlResponse(
    xmlDocument(
      'Error',
      [
        leaf('Code', error.code),
        leaf('Message', error.message),
        ...Object.entries(error.details).map(([name, value]) => leaf(name, value)),
        leaf('Resource', resource),
        leaf('RequestId', requestId),
        leaf('HostId', requestId),
      ],
      false,
    ),
    error.status,
  );
  return { status, headers: { ...headers, ...error.headers }, ...(body === undefined ? {} : { body }) };
};

/** Statuses whose answer has no body, by HTTP itself. */
const bodiless = (status: number): boolean => status === 204 || status === 304;

const sendText = async (
  to: ServerResponse,
  method: string,
  body: string | Readable | undefined,
): Promise<void> => {
  if (typeof body === 'object') body.destroy();
  to.end(typeof body === 'string' && method !== 'HEAD' ? body : undefined);
  await finished(to);
};

/** Writes an answer and waits until it is sent; a client that went away meanwhile is no error. HEAD gets headers only. */
export const writeResponse = async (
  to: ServerResponse,
  method: string,
  response: S3Response,
): Promise<void> => {
  const { body } = response;
  if (to.destroyed) {
    if (body !== undefined && typeof body !== 'string') body.destroy();
    return;
  }
  to.writeHead(response.status, {
    ...(typeof body === 'object' || bodiless(response.status)
      ? {}
      : { 'content-length': String(Buffer.byteLength(body ?? '')) }),
    ...response.headers,
  });
  const sent =
    typeof body === 'object' && method !== 'HEAD' ? pipeline(body, to) : sendText(to, method, body);
  await sent.catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error;
  });
};
