import { ListObjectsV2Command } from '@aws-sdk/client-s3';
import type { Credentials } from '../../../../local/iam/iam';
import { type FormOptions, multipart, type Part, signedFields } from './post-form';
import { errorCode, rawRequest } from './raw-request';
import { BUCKET, SESSION, type TestServer } from './test-server';

/** When forms are signed; whole seconds, as signatures know no smaller ones. */
export const START = new Date(Math.floor(Date.now() / 1000) * 1000);
/** A minute in milliseconds. */
export const MINUTE_MS = 60_000;
/** Some milliseconds after START. */
export const later = (ms: number): Date => new Date(START.getTime() + ms);

/** A session that ends ten minutes after START. */
export const EXPIRING: Credentials = {
  accessKeyId: 'ASIAEXPIRING',
  secretAccessKey: 'short',
  sessionToken: 'short-token',
  expiration: later(10 * MINUTE_MS),
};

/** What forms upload to. */
export const KEY = 'staging/image';

/** A form for one image of 2 to 10 bytes under KEY, good for five minutes. */
export const formOptions = (more: Partial<FormOptions> = {}): FormOptions => ({
  credentials: SESSION,
  signedAt: START,
  expiration: later(5 * MINUTE_MS).toISOString(),
  conditions: [
    { bucket: BUCKET },
    { key: KEY },
    ['content-length-range', 2, 10],
    ['starts-with', '$Content-Type', 'image/'],
  ],
  fields: { key: KEY, 'Content-Type': 'image/png' },
  ...more,
});

/** Fields, then the file. */
export const partsOf = (fields: Record<string, string>, file: string | Buffer = 'bytes'): Part[] => [
  ...Object.entries(fields),
  ['file', file, 'photo.png'],
];

/** Sends forms to a server, which tests set up late. */
export const formUploads = (server: () => TestServer) => {
  const send = async (parts: readonly Part[], bucket = BUCKET, options = {}) => {
    const { body, headers } = multipart(parts, options);
    const answer = await rawRequest(server().port, { method: 'POST', path: `/${bucket}`, headers, body });
    return { ...answer, code: errorCode(answer.body) };
  };
  return {
    send,
    /** Signs a form, changes fields afterwards, and sends it. */
    post: (
      more: Partial<FormOptions> = {},
      change: Record<string, string> = {},
      file: string | Buffer = 'bytes',
    ) => send(partsOf({ ...signedFields(formOptions(more)), ...change }, file)),
    /** The keys in the test bucket. */
    keys: async (): Promise<string[]> => {
      const listing = await server()
        .client()
        .send(new ListObjectsV2Command({ Bucket: BUCKET }));
      return (listing.Contents ?? []).map(({ Key }) => Key ?? '');
    },
  };
};
