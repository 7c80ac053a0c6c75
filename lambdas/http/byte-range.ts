import type { ByteSpan } from '../core/delivery/delivery-ports';

const SINGLE_RANGE = /^bytes=(?:(\d{1,15})-(\d{0,15})|-(\d{1,15}))$/;

/**
 * The one range a request asks for, as it is to be passed on; undefined when the whole is to be sent: without the
 * header, for several ranges or another unit, which a server may ignore (RFC 9110, 14.2), and when `If-Range` names
 * another version than `etag`.
 */
export const wantedRange = (range: string, ifRange: string, etag: string): string | undefined => {
  const match = SINGLE_RANGE.exec(range);
  if (!match || (ifRange !== '' && ifRange !== etag)) return undefined;
  const [, first, last] = match;
  const backwards = first !== undefined && last !== undefined && last !== '' && Number(last) < Number(first);
  return backwards ? undefined : range;
};

/** Which bytes of `totalBytes` a range from `wantedRange` covers. */
export const spanOf = (range: string, totalBytes: number): ByteSpan | 'unsatisfiable' => {
  const [, first, last, suffix] = SINGLE_RANGE.exec(range) ?? [];
  const end = totalBytes - 1;
  const span =
    first === undefined
      ? { first: Math.max(0, totalBytes - Number(suffix)), last: end }
      : { first: Number(first), last: last ? Math.min(Number(last), end) : end };
  return span.first > span.last || suffix === '0' ? 'unsatisfiable' : span;
};
