import type { Readable } from 'node:stream';

/** Lower-case names; several values only for `set-cookie`. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[]>>;

/** An answer on its way to the viewer. */
export interface EdgeResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  /** A stream is sent as it comes. */
  readonly body: Buffer | Readable;
  /** The first words of `X-Cache`: `Hit`, `Miss`, `RefreshHit`, `Error`, … */
  readonly cacheResult: string;
}

/** The first value of a header. */
export const firstValue = (headers: ResponseHeaders, name: string): string | undefined => {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  return typeof value === 'string' ? value : value?.[0];
};

/** An error page of CloudFront's own. */
export const edgeError = (status: number, message: string, cacheResult = 'Error'): EdgeResponse => ({
  status,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from(
    `<HTML><HEAD><TITLE>ERROR: The request could not be satisfied</TITLE></HEAD><BODY><H1>${status} ERROR</H1>${message}</BODY></HTML>\n`,
  ),
  cacheResult,
});
