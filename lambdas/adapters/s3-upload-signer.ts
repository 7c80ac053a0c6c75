import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { PresignedPost, UploadSigner } from '../core/ports';
import type { SessionCredentials } from './sts-session';

/** What may be posted, and with whose credentials it is signed. */
export interface UploadSignerOptions {
  readonly bucket: string;
  /** Largest file, in bytes. */
  readonly maxBytes: number;
  /** A session of the upload signer role, which may only put below the staging prefix. */
  readonly session: { credentials(): Promise<SessionCredentials> };
  /** @default the environment's region and endpoint */
  readonly region?: string;
}

type Conditions = NonNullable<Parameters<typeof createPresignedPost>[1]['Conditions']>;

/**
 * Security invariant, "expiry cannot lie": a presigned POST dies with the draft or with the credentials that signed
 * it, whichever is first. In whole seconds, rounded down, as a policy is written.
 */
export const signedUntil = (draftExpiresAt: Date, sessionEnds: Date): Date =>
  new Date(Math.floor(Math.min(draftExpiresAt.getTime(), sessionEnds.getTime()) / 1000) * 1000);

/** The client may choose the media type, below `image/`, and the file's name; all else is fixed by the signature. */
const conditionsFor = (maxBytes: number): Conditions => [
  ['content-length-range', 1, maxBytes],
  ['starts-with', '$Content-Type', 'image/'],
  ['starts-with', '$x-amz-meta-filename', ''],
];

/**
 * Values that make the fields work as they are, in a plain form as well: S3 puts the file's name in for `${filename}`.
 * They are not signed; `Content-Type` may be replaced by the file's own.
 */
const UNSIGNED_FIELDS = { 'Content-Type': 'image/*', 'x-amz-meta-filename': `\${filename}` };

/** The expiry that was signed, read back from the policy: what the answer says can then not differ from it. */
const signedExpiry = (policy: string | undefined): string =>
  new Date(JSON.parse(Buffer.from(policy ?? '', 'base64').toString('utf8')).expiration).toISOString();

/** Signs S3 presigned POSTs in memory; the only network call is the renewal of the session, about every 15 minutes. */
export class S3UploadSigner implements UploadSigner {
  #signing: { readonly credentials: SessionCredentials; readonly client: S3Client } | undefined;

  constructor(private readonly options: UploadSignerOptions) {}

  async sign(key: string, expiresAt: Date): Promise<PresignedPost> {
    const { bucket, maxBytes, session } = this.options;
    const credentials = await session.credentials();
    const until = signedUntil(expiresAt, credentials.expiration);
    const { url, fields } = await createPresignedPost(this.#clientFor(credentials), {
      Bucket: bucket,
      Key: key,
      Conditions: conditionsFor(maxBytes),
      Fields: { success_action_status: '201' },
      // The SDK counts from this very millisecond of its own clock and cuts to whole seconds.
      Expires: (until.getTime() - Date.now()) / 1000,
    });
    return {
      method: 'POST',
      url,
      fields: { ...fields, ...UNSIGNED_FIELDS },
      maxBytes,
      expires: signedExpiry(fields['Policy']),
    };
  }

  /** One client for each session; it holds these credentials only, so what is signed ends when they do. */
  #clientFor(credentials: SessionCredentials): S3Client {
    if (this.#signing?.credentials !== credentials) {
      const { region } = this.options;
      this.#signing = { credentials, client: new S3Client({ credentials, ...(region ? { region } : {}) }) };
    }
    return this.#signing.client;
  }
}
