/**
 * The CloudFront function in front of delivery's cache. It runs on every request, also on those that the cache
 * answers. CloudFront's runtime (cloudfront-js-2.0) is ES 5.1 with `const`, `let` and arrow functions: no `for…of`,
 * spread, destructuring, default parameters, `?.`, `Object.hasOwn` or classes here, and no imports. At most 10 kB and
 * about a millisecond.
 */

/** A header, cookie or query parameter as the runtime has it. */
interface EdgeValue {
  value: string;
  multiValue?: { value: string }[];
}

/** The part of CloudFront's viewer request event that is read or changed. */
export interface EdgeRequest {
  method: string;
  /** The path, percent-encoded as the viewer sent it. */
  uri: string;
  querystring: Record<string, EdgeValue>;
  headers: Record<string, EdgeValue>;
}

/** An answer from the edge itself. */
export interface EdgeResponse {
  statusCode: number;
  statusDescription: string;
  headers: Record<string, EdgeValue>;
  body?: { encoding: 'text'; data: string };
}

/** Short option names, and at the same index the full ones. */
const SHORT = ['w', 'h', 'g', 'q', 'f', 'scq'];
const FULL = ['width', 'height', 'gravity', 'quality', 'format', 'slow-connection-quality'];

const accepts = (accept: string, type: string): boolean =>
  accept
    .toLowerCase()
    .split(',')
    .some((range) => range.replace(/;.*/, '').trim() === type && !/;\s*q=0(?:\.0*)?\s*(?:;|$)/.test(range));

/** The few answers to "which format" that matter, so that a thousand spellings of Accept share three cache entries. */
const imageFormat = (request: EdgeRequest): string => {
  const header = request.headers.accept;
  const accept = header ? header.value : '';
  if (accepts(accept, 'image/avif')) return 'avif';
  return accepts(accept, 'image/webp') ? 'webp' : 'original';
};

/** `exp` is not repeated and either absent or still ahead. */
const isAlive = (expiry: EdgeValue | undefined): boolean => {
  if (!expiry) return true;
  return !expiry.multiValue && /^\d{1,12}$/.test(expiry.value) && Number(expiry.value) * 1000 > Date.now();
};

/**
 * Whether the query can grant anything. What cannot is dropped, and the request is the unsigned one, to the cache too:
 * an expired URL is therefore refused even while its answer is still cached, and other parameters share one entry.
 */
const isSigned = (query: Record<string, EdgeValue>): boolean => {
  const signature = query.sig;
  if (!signature || signature.multiValue || !/^[0-9a-f]{64}$/.test(signature.value)) return false;
  return isAlive(query.exp);
};

/** Full names in one order, values untouched: equivalent lists become one text, wrong ones stay wrong. */
const canonicalOptions = (list: string): string =>
  list
    .split(',')
    .map((option) => {
      const end = option.indexOf('=');
      const index = SHORT.indexOf(option.slice(0, Math.max(end, 0)));
      return index < 0 ? option : FULL[index] + option.slice(end);
    })
    .sort()
    .join(',');

/** One spelling for each id, so that a purge finds every cached answer: `%2F` is a slash, `%41` is an A. */
const canonicalId = (segments: string[]): string =>
  segments
    .map((segment) => decodeURIComponent(segment))
    .join('/')
    .split('/')
    .map((segment) => encodeURIComponent(segment))
    .join('/');

const text = (
  statusCode: number,
  statusDescription: string,
  data: string,
  headers: Record<string, EdgeValue>,
): EdgeResponse => ({
  statusCode: statusCode,
  statusDescription: statusDescription,
  headers: headers,
  body: { encoding: 'text', data: data },
});

const refuse = (): EdgeResponse =>
  text(403, 'Forbidden', 'ERROR 9426: The URL must be /<account hash>/<image id>/<variant>', {
    'content-type': { value: 'text/plain; charset=utf-8' },
    'cache-control': { value: 'no-store' },
    'cf-resized': { value: 'err=9426' },
    'access-control-allow-origin': { value: '*' },
  });

const preflight = (): EdgeResponse => ({
  statusCode: 204,
  statusDescription: 'No Content',
  headers: {
    'access-control-allow-origin': { value: '*' },
    'access-control-allow-methods': { value: 'GET, HEAD' },
    'access-control-allow-headers': { value: '*' },
    'access-control-max-age': { value: '86400' },
  },
});

/** The path with one spelling for every equal one; undefined when it can name no image. */
const canonicalPath = (uri: string): string | undefined => {
  const segments = uri.split('/');
  const last = segments.pop() || '';
  let id: string;
  try {
    id = canonicalId(segments.slice(2));
  } catch {
    return undefined;
  }
  if (/(?:^|\/)\.{0,2}(?:\/|$)/.test(id)) return undefined;
  return `/${segments[1]}/${id}/${last.indexOf('=') < 0 ? last : canonicalOptions(last)}`;
};

/** CloudFront calls this for every viewer request. */
export function handler(event: { request: EdgeRequest }): EdgeRequest | EdgeResponse {
  const request = event.request;
  if (request.method === 'OPTIONS') return preflight();
  if (!/^\/[A-Za-z0-9_-]{22}\/.+\/[^/]+$/.test(request.uri)) return refuse();
  // A signature covers path and query as they were signed, so those are left as they are.
  if (!isSigned(request.querystring)) {
    const path = canonicalPath(request.uri);
    if (path === undefined) return refuse();
    request.uri = path;
    request.querystring = {};
  }
  // An explicit format is the same for every viewer.
  const explicit = /[/,]format=(?!auto(?:,|$))[^/]*$/.test(request.uri);
  request.headers['x-image-format'] = { value: explicit ? 'original' : imageFormat(request) };
  return request;
}
