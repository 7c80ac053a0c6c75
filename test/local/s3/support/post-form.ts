import { createHmac } from 'node:crypto';
import type { Credentials } from '../../../../local/iam/iam';

/** A part of a form, in the order in which it is sent. */
export type Part = readonly [name: string, value: string | Buffer, filename?: string];

const BOUNDARY = 'form-boundary-7MA4YWxkTrZu0gW';

/** A multipart body and its headers, written by hand so that every wrong form can be written, too. */
export const multipart = (parts: readonly Part[], { end = `\r\n--${BOUNDARY}--\r\n` } = {}) => {
  const chunks = parts.map(([name, value, filename], index) => {
    const file = filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/x-part`;
    const head = `${index === 0 ? '' : '\r\n'}--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n\r\n`;
    return Buffer.concat([Buffer.from(head), Buffer.from(value)]);
  });
  const body = Buffer.concat([...chunks, Buffer.from(end)]);
  return {
    body,
    headers: {
      'content-type': `multipart/form-data; boundary=${BOUNDARY}`,
      'content-length': String(body.length),
    },
  };
};

const hmac = (key: string | Buffer, data: string) => createHmac('sha256', key).update(data).digest();

/** Signs a policy independently of the server's code (Amazon S3 API reference, "POST policy"). */
const signPolicy = (secret: string, scope: string, policyBase64: string): string => {
  const key = scope
    .split('/')
    .reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secret}`));
  return createHmac('sha256', key).update(policyBase64).digest('hex');
};

/** What a form is signed with, and for. */
export interface FormOptions {
  readonly credentials: Credentials;
  readonly signedAt: Date;
  readonly expiration: string;
  readonly conditions: readonly unknown[];
  /** Fields besides those that sign. */
  readonly fields: Readonly<Record<string, string>>;
  readonly region?: string;
}

/** The fields of a form with a signed policy; `conditions` are completed by those about signing. */
export const signedFields = (options: FormOptions): Record<string, string> => {
  const { credentials, signedAt, region = 'us-east-1' } = options;
  const amzDate = signedAt.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${amzDate.slice(0, 8)}/${region}/s3/aws4_request`;
  const signing = {
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${credentials.accessKeyId}/${scope}`,
    'x-amz-date': amzDate,
    ...(credentials.sessionToken ? { 'x-amz-security-token': credentials.sessionToken } : {}),
  };
  const conditions = [
    ...options.conditions,
    ...Object.entries(signing).map(([name, value]) => ({ [name]: value })),
  ];
  const policy = Buffer.from(JSON.stringify({ expiration: options.expiration, conditions })).toString(
    'base64',
  );
  return {
    ...options.fields,
    ...signing,
    policy,
    'x-amz-signature': signPolicy(credentials.secretAccessKey, scope, policy),
  };
};
