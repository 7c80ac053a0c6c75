import type { Iam } from '../../iam/iam';
import type { S3Response } from '../http/s3-response';
import { isSupportedHeader } from '../http/supported-headers';
import { type BodyCheck, checksumCheck } from '../payload/body-check';
import { type Checksum, declaredChecksum } from '../payload/checksum';
import { evaluatePolicy } from '../post/evaluate-policy';
import { type PostForm, readPostForm } from '../post/post-form';
import { parsePostPolicy, type SizeRange } from '../post/post-policy';
import { postResponse } from '../post/post-response';
import { verifyPostSignature } from '../post/post-signature';
import { accessDenied, invalidArgument, notImplemented, S3Error } from '../s3-error';
import { readAttributes } from './object-attributes';
import type { OperationContext } from './operation';
import { assertKeyLength, MAX_OBJECT_BYTES, writeObject } from './write-object';

// biome-ignore lint/suspicious/noTemplateCurlyInString: this is S3's placeholder, and it is replaced below.
const FILENAME = '${filename}';
/** Form fields starting `x-amz-` that sign the form and stand for no header of the object. */
const SIGNING_FIELDS = [
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-signature',
  'x-amz-security-token',
];

/**
 * The fields as the policy is held against them: the bucket that is written to, and the file's name filled in. The
 * bucket is always among them, so a policy that names none is refused; it would be good for every bucket.
 */
const effectiveFields = (form: PostForm, bucket: string): ReadonlyMap<string, string> => {
  if ((form.fields.get('bucket') ?? bucket) !== bucket) {
    throw accessDenied('Invalid according to Policy: the form is for another bucket.');
  }
  // "Recognized by all form fields", says the S3 API reference (POST Object): metadata carry the file's name so.
  const named = [...form.fields].map(
    ([name, value]) => [name, value.replaceAll(FILENAME, () => form.filename)] as const,
  );
  return new Map(named).set('bucket', bucket);
};

const requireKey = (fields: ReadonlyMap<string, string>): string => {
  const key = fields.get('key');
  if (key) return key;
  throw invalidArgument(
    "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
    'key',
    '',
  );
};

/** What S3 would do something about and this server would not. */
const assertSupported = (fields: ReadonlyMap<string, string>): void => {
  for (const name of fields.keys()) {
    const unknown = name.startsWith('x-amz-') && !SIGNING_FIELDS.includes(name) && !isSupportedHeader(name);
    if (unknown || name === 'tagging') throw notImplemented(`form field (${name})`);
  }
};

/** @throws S3Error `EntityTooLarge` at the first byte too many, `EntityTooSmall` at the end, or by `checks`. */
async function* sizedFile(
  chunks: AsyncIterable<Buffer>,
  { minBytes, maxBytes }: SizeRange,
  checks: readonly BodyCheck[],
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) {
      throw new S3Error('EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size', {
        details: { ProposedSize: String(bytes), MaxSizeAllowed: String(maxBytes) },
      });
    }
    for (const check of checks) check.update(chunk);
    yield chunk;
  }
  if (bytes < minBytes) {
    throw new S3Error('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
      details: { ProposedSize: String(bytes), MinSizeAllowed: String(minBytes) },
    });
  }
  for (const check of checks) check.finish();
}

const checksOf = (checksum: Checksum | undefined): BodyCheck[] =>
  checksum === undefined ? [] : [checksumCheck(checksum.algorithm, () => checksum)];

/** What a form upload needs besides the context: it is signed by its form, not by the request. */
export interface PostDependencies {
  readonly iam: Pick<Iam, 'credentialsOf'>;
  readonly now: () => Date;
  /** The server's own, for `Location`. */
  readonly origin: string;
}

/**
 * POST Object: a browser's form with a signed policy. Signature first, then the policy, then the signer's own
 * permission (a policy cannot give more than its signer has), then the bytes.
 */
export const postObject = async (context: OperationContext, deps: PostDependencies): Promise<S3Response> => {
  const { request, bucket } = context;
  const form = await readPostForm(request);
  const fields = effectiveFields(form, bucket.name);
  const key = requireKey(fields);
  const now = deps.now();
  const accessKeyId = verifyPostSignature(fields, deps.iam, now);
  const range = evaluatePolicy(parsePostPolicy(fields.get('policy') ?? ''), fields, now);
  assertSupported(fields);
  assertKeyLength(key);
  context.permissionsOf(accessKeyId, bucket.name).require('s3:PutObject', key);
  const attributes = readAttributes(fields);
  const checksum = declaredChecksum(fields);
  const limits = { ...range, maxBytes: Math.min(range.maxBytes, MAX_OBJECT_BYTES) };
  const object = await writeObject(context, {
    key,
    chunks: sizedFile(form.chunks, limits, checksOf(checksum)),
    describe: () => ({ ...attributes, checksum }),
    eventName: 'ObjectCreated:Post',
    accessKeyId,
  });
  return postResponse(fields, object, deps.origin);
};
