import type { S3Response } from '../http/s3-response';
import { uriEncode } from '../http/uri-encoding';
import { leaf, xmlDocument } from '../http/xml';
import { quotedEtag, type StoredObject } from '../store/stored-object';

/** The form's wish, when it is a URL that a browser may be sent to; anything else is ignored, as S3 does. */
const redirectTarget = (fields: ReadonlyMap<string, string>): URL | undefined => {
  const wish = fields.get('success_action_redirect') ?? fields.get('redirect');
  if (!wish || !URL.canParse(wish)) return undefined;
  const url = new URL(wish);
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : undefined;
};

/**
 * The answer to a POST that stored an object: a redirect, or the status the form asked for (200, 201 with XML,
 * else 204). `origin` is the server's, e.g. `http://127.0.0.1:8788`.
 */
export const postResponse = (
  fields: ReadonlyMap<string, string>,
  object: StoredObject,
  origin: string,
): S3Response => {
  const etag = quotedEtag(object);
  const redirect = redirectTarget(fields);
  if (redirect !== undefined) {
    for (const [name, value] of Object.entries({ bucket: object.bucket, key: object.key, etag })) {
      redirect.searchParams.append(name, value);
    }
    return { status: 303, headers: { location: redirect.href, etag } };
  }
  // S3 encodes the key's slashes here, unlike everywhere else.
  const location = `${origin}/${object.bucket}/${uriEncode(object.key)}`;
  const headers = { location, etag, 'x-amz-server-side-encryption': 'AES256' };
  const status = fields.get('success_action_status');
  if (status === '200') return { status: 200, headers };
  if (status !== '201') return { status: 204, headers };
  const body = xmlDocument(
    'PostResponse',
    [leaf('Location', location), leaf('Bucket', object.bucket), leaf('Key', object.key), leaf('ETag', etag)],
    false,
  );
  return { status: 201, headers: { ...headers, 'content-type': 'application/xml' }, body };
};
