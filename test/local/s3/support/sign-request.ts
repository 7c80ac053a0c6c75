import { createHash, createHmac } from 'node:crypto';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Credentials } from '../../../../local/iam/iam';

class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', toBuffer(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(toBuffer(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {
    throw new Error('not needed here');
  }
}

const toBuffer = (data: string | ArrayBuffer | ArrayBufferView): Buffer => {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
};

/** AWS's own signer, set up for S3. */
export const signer = (credentials: Credentials, region = 'us-east-1'): SignatureV4 =>
  new SignatureV4({ service: 's3', region, credentials, sha256: Sha256, uriEscapePath: false });

/** A request to be signed. */
export interface Signable {
  readonly method: string;
  /** Encoded as it will be sent. */
  readonly path: string;
  readonly query?: Record<string, string>;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

const asHttpRequest = (port: number, { method, path, query, headers, body }: Signable) => ({
  protocol: 'http:',
  hostname: '127.0.0.1',
  port,
  method,
  path,
  query: query ?? {},
  headers: { host: `127.0.0.1:${port}`, ...headers },
  ...(body === undefined ? {} : { body }),
});

const queryText = (query: Record<string, unknown> | undefined): string =>
  Object.entries(query ?? {})
    .map(([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`)
    .join('&');

const withQuery = (path: string, query: Record<string, unknown> | undefined): string => {
  const text = queryText(query);
  return text === '' ? path : `${path}?${text}`;
};

/** Headers and target of a request signed in its Authorization header. */
export const signHeaders = async (
  port: number,
  credentials: Credentials,
  signable: Signable,
  options: { readonly signingDate?: Date; readonly region?: string } = {},
): Promise<{ path: string; headers: Record<string, string> }> => {
  const hash = createHash('sha256')
    .update(signable.body ?? '')
    .digest('hex');
  const request = asHttpRequest(port, {
    ...signable,
    headers: { 'x-amz-content-sha256': hash, ...signable.headers },
  });
  const { signingDate } = options;
  const signed = await signer(credentials, options.region).sign(request, signingDate ? { signingDate } : {});
  return { path: withQuery(signable.path, signed.query), headers: signed.headers };
};

/** Target of a presigned request. */
export const presign = async (
  port: number,
  credentials: Credentials,
  signable: Signable,
  options: { readonly expiresIn?: number; readonly signingDate?: Date; readonly region?: string } = {},
): Promise<string> => {
  const { expiresIn = 300, signingDate } = options;
  // As @aws-sdk/s3-request-presigner does: the body is not signed unless the caller fixes its hash.
  const headers = { 'X-Amz-Content-Sha256': 'UNSIGNED-PAYLOAD', ...signable.headers };
  const signed = await signer(credentials, options.region).presign(
    asHttpRequest(port, { ...signable, headers }),
    {
      expiresIn,
      ...(signingDate ? { signingDate } : {}),
    },
  );
  return withQuery(signable.path, signed.query);
};
