import { createHash } from 'node:crypto';
import { derivedPrefix } from '../keys';
import type { ImageRef } from '../ports';
import type { AcceptedFormat } from './output-format';
import type { Transform } from './transform';

/** Part of every key: raise it when the same options begin to give other pixels, and old derivatives are left behind. */
const RENDERER_VERSION = 2;

type Plain = string | number | boolean | { readonly [key: string]: Plain };

const sorted = (value: Plain): Plain =>
  typeof value === 'object'
    ? Object.fromEntries(
        Object.keys(value)
          .sort()
          .map((key) => [key, sorted(value[key] as Plain)]),
      )
    : value;

/** The one text of a transform: equal for equal transforms, whatever order and spelling the URL had. */
export const canonicalTransform = (transform: Transform): string =>
  JSON.stringify(sorted(transform as unknown as Plain));

/** What a derivative is computed from. */
export interface DerivativeSource {
  readonly ref: ImageRef;
  /** Of the original's bytes. */
  readonly sha256: string;
  readonly transform: Transform;
  readonly accepted: AcceptedFormat;
}

/** Names a derivative among those of one original: 32 hexadecimal characters. */
const derivativeId = ({ sha256, transform, accepted }: DerivativeSource): string => {
  // An explicit format does not depend on what the viewer accepts: one derivative, not three.
  const viewer = transform.format === 'auto' ? accepted : 'any';
  return createHash('sha256')
    .update(JSON.stringify([RENDERER_VERSION, sha256, canonicalTransform(transform), viewer]))
    .digest('hex')
    .slice(0, 32);
};

/** Where a derivative is kept: `derived/<account hash>/<image key>/<sha256 of the original>/<derivative id>`. */
export const derivativeKey = (source: DerivativeSource): string =>
  `${derivedPrefix(source.ref)}${source.sha256}/${derivativeId(source)}`;

/**
 * Strong (RFC 9110, 8.8.3): the id covers the original's bytes, every option and the renderer's version, so it is
 * known before anything is read or computed, and a 304 costs two database reads.
 */
export const derivativeETag = (source: DerivativeSource): string => `"${derivativeId(source)}"`;

/** The ETag of an original served as it is stored. */
export const originalETag = (sha256: string): string => `"${sha256.slice(0, 32)}"`;
