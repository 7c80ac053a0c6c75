import { uriEncode, uriEncodePath } from '../http/uri-encoding';

/** What a SigV4 signature of a request covers. */
export interface SignedParts {
  readonly method: string;
  /** Decoded path. */
  readonly path: string;
  /** Decoded parameters, the signature itself excepted. */
  readonly query: Iterable<readonly [string, string]>;
  /** Values of `signedHeaders`; lower-case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly signedHeaders: readonly string[];
  /** Hex SHA-256 of the body, or one of S3's literals such as `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
}

const canonicalQuery = (query: SignedParts['query']): string =>
  [...query]
    .map(([name, value]) => [uriEncode(name), uriEncode(value)] as const)
    // Encoded text is ASCII, so plain comparison is the byte order that AWS asks for.
    .sort(([a, x], [b, y]) => (a < b ? -1 : a > b ? 1 : x < y ? -1 : x > y ? 1 : 0))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');

/** The canonical request as S3 builds it: the path encoded once and never normalised (AWS, "Signature Version 4"). */
export const canonicalRequest = (parts: SignedParts): string =>
  [
    parts.method,
    uriEncodePath(parts.path),
    canonicalQuery(parts.query),
    ...parts.signedHeaders.map(
      (name) => `${name}:${(parts.headers.get(name) ?? '').trim().replace(/\s+/g, ' ')}`,
    ),
    '',
    parts.signedHeaders.join(';'),
    parts.payloadHash,
  ].join('\n');
