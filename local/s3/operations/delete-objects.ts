import { childText, type ParsedElement, parseXml } from '../../xml/parse-xml';
import { xmlResponse } from '../http/s3-response';
import { branch, leaf, type XmlElement, xmlDocument } from '../http/xml';
import { readPayload } from '../payload/payload';
import { accessDenied, notImplemented, S3Error } from '../s3-error';
import { unquoteEtag, type WriteCondition } from '../store/write-condition';
import type { SignedContext, SignedOperation } from './operation';

const MAX_KEYS = 1000;
const MAX_BODY_BYTES = 2 * 1024 * 1024;

interface Target {
  readonly key: string;
  readonly condition: WriteCondition | undefined;
}

const malformed = (): S3Error =>
  new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

const parseTarget = (element: ParsedElement): Target => {
  const key = childText(element, 'Key');
  if (!key) throw malformed();
  const unknown = element.children.find(({ name }) => name !== 'Key' && name !== 'ETag');
  if (unknown !== undefined) throw notImplemented(`${unknown.name} element`);
  const etag = childText(element, 'ETag');
  return { key, condition: etag === undefined ? undefined : { kind: 'etag', etag: unquoteEtag(etag) } };
};

const parseRequest = (xml: string): { targets: Target[]; quiet: boolean } => {
  const root = parseXml(xml);
  if (root === undefined) throw malformed();
  const targets = root.children.filter(({ name }) => name === 'Object').map(parseTarget);
  if (root.name !== 'Delete' || targets.length === 0 || targets.length > MAX_KEYS) throw malformed();
  return { targets, quiet: childText(root, 'Quiet') === 'true' };
};

const deleteOne = async (context: SignedContext, { key, condition }: Target): Promise<void> => {
  const { permissions, store, bucket } = context;
  const readable = condition === undefined || permissions.allows('s3:GetObject', key);
  if (!permissions.allows('s3:DeleteObject', key) || !readable) throw accessDenied();
  await store.delete(bucket.name, key, condition);
};

const assertProtected = (headers: ReadonlyMap<string, string>): void => {
  const names = [...headers.keys()];
  if (
    names.some(
      (name) => name === 'content-md5' || name.startsWith('x-amz-checksum-') || name === 'x-amz-trailer',
    )
  )
    return;
  throw new S3Error('InvalidRequest', 'Missing required header for this request: Content-MD5');
};

/** DeleteObjects: up to 1,000 keys, each with its own outcome; one refusal does not stop the others. */
export const deleteObjects: SignedOperation = async (context) => {
  const { request, caller } = context;
  assertProtected(request.headers);
  const body = await readPayload(request, caller, MAX_BODY_BYTES);
  const { targets, quiet } = parseRequest(body.toString('utf8'));
  const results: XmlElement[] = [];
  for (const target of targets) {
    try {
      await deleteOne(context, target);
      if (!quiet) results.push(branch('Deleted', [leaf('Key', target.key)]));
    } catch (error) {
      if (!(error instanceof S3Error)) throw error;
      results.push(
        branch('Error', [leaf('Key', target.key), leaf('Code', error.code), leaf('Message', error.message)]),
      );
    }
  }
  return xmlResponse(xmlDocument('DeleteResult', results));
};
