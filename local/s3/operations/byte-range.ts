import { S3Error } from '../s3-error';
import type { ByteRange } from '../store/object-store';

/**
 * Resolves a Range header against an object's size (RFC 9110 section 14). Undefined means the whole object: for
 * no header, for one that does not parse and for several ranges, which S3 does not serve.
 * @throws S3Error `InvalidRange` (416) when the range lies past the end, or is empty.
 */
export const resolveRange = (header: string | undefined, bytes: number): ByteRange | undefined => {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '');
  if (!match) return undefined;
  const [, first = '', last = ''] = match;
  if (first === '' && last === '') return undefined;
  if (first !== '' && last !== '' && Number(first) > Number(last)) return undefined;
  const range =
    first === ''
      ? { first: Math.max(0, bytes - Number(last)), last: bytes - 1 }
      : { first: Number(first), last: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
  if (range.first >= bytes) {
    throw new S3Error('InvalidRange', 'The requested range is not satisfiable', {
      details: { RangeRequested: header ?? '', ActualObjectSize: String(bytes) },
      headers: { 'content-range': `bytes */${bytes}` },
    });
  }
  return range;
};
