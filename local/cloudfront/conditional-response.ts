import { type EdgeRequest, joinedHeader } from './edge-request';
import { type EdgeResponse, firstValue, type ResponseHeaders } from './edge-response';

/** True when the viewer already has this version: by ETag, else by date (RFC 9110 section 13.2.2). */
export const isNotModified = (request: EdgeRequest, headers: ResponseHeaders): boolean => {
  const etag = firstValue(headers, 'etag');
  const noneMatch = joinedHeader(request, 'if-none-match');
  if (noneMatch !== undefined)
    return noneMatch.trim() === '*' || (etag !== undefined && listsEtag(noneMatch, etag));
  const since = Date.parse(joinedHeader(request, 'if-modified-since') ?? '');
  const modified = Date.parse(firstValue(headers, 'last-modified') ?? '');
  return modified <= since;
};

const listsEtag = (list: string, etag: string): boolean =>
  (list.match(/(?:W\/)?"[^"]*"/g) ?? []).some((one) => strong(one) === strong(etag));

const strong = (etag: string): string => etag.replace(/^W\//, '');

/** The range asked for, both ends inclusive; `unsatisfiable` beyond the object; undefined: send all of it. */
const requestedRange = (
  request: EdgeRequest,
  headers: ResponseHeaders,
  bytes: number,
): { start: number; end: number } | 'unsatisfiable' | undefined => {
  const match = /^bytes=(\d*)-(\d*)$/.exec(joinedHeader(request, 'range')?.replaceAll(' ', '') ?? '');
  if (!match || (match[1] === '' && match[2] === '') || !rangeApplies(request, headers)) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '') {
    const length = Math.min(Number(last), bytes);
    return length === 0 ? 'unsatisfiable' : { start: bytes - length, end: bytes - 1 };
  }
  const end = last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1);
  if (last !== '' && Number(last) < Number(first)) return undefined;
  return Number(first) >= bytes ? 'unsatisfiable' : { start: Number(first), end };
};

/** `If-Range` lets a range through only for the very same version. */
const rangeApplies = (request: EdgeRequest, headers: ResponseHeaders): boolean => {
  const condition = joinedHeader(request, 'if-range');
  if (condition === undefined) return true;
  return condition === firstValue(headers, 'etag') || condition === firstValue(headers, 'last-modified');
};

/** A whole 200 object as the viewer asked for it: 304, a range, or all of it. */
export const conditionalResponse = (
  request: EdgeRequest,
  whole: Omit<EdgeResponse, 'body'> & { readonly body: Buffer },
): EdgeResponse => {
  if (whole.status !== 200) return whole;
  if (isNotModified(request, whole.headers)) return { ...whole, status: 304, body: Buffer.alloc(0) };
  const bytes = whole.body.length;
  const range = request.method === 'GET' ? requestedRange(request, whole.headers, bytes) : undefined;
  if (range === undefined) return whole;
  if (range === 'unsatisfiable')
    return {
      ...whole,
      status: 416,
      headers: { 'content-range': `bytes */${bytes}` },
      body: Buffer.alloc(0),
    };
  return {
    ...whole,
    status: 206,
    headers: { ...whole.headers, 'content-range': `bytes ${range.start}-${range.end}/${bytes}` },
    body: whole.body.subarray(range.start, range.end + 1),
  };
};
