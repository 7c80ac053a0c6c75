import type { Credentials } from '../../../../local/iam/iam';
import { errorCode, type RawRequest, rawRequest } from './raw-request';
import { type Signable, signHeaders } from './sign-request';
import { ADMIN, BUCKET, type TestServer } from './test-server';

/** When requests are signed. */
export const NOW = new Date('2024-05-01T12:00:00Z');
/** A minute in milliseconds. */
export const MINUTE_MS = 60_000;
/** Some milliseconds after NOW. */
export const later = (ms: number): Date => new Date(NOW.getTime() + ms);

/** A session that ends ten minutes after NOW. */
export const EXPIRING: Credentials = {
  accessKeyId: 'ASIAEXPIRING',
  secretAccessKey: 'short',
  sessionToken: 'short-token',
  expiration: later(10 * MINUTE_MS),
};

/** The object that the tests of signatures are about. */
export const PATH = `/${BUCKET}/signed%20key`;
/** Puts five bytes there. */
export const UPLOAD: Signable = {
  method: 'PUT',
  path: PATH,
  body: 'bytes',
  headers: { 'content-length': '5' },
};

/** Signs and sends requests to a server that lives at `now`; both are asked anew each time. */
export const signedRequests = (server: () => TestServer, now: () => Date) => {
  const send = async (request: RawRequest) => {
    const answer = await rawRequest(server().port, request);
    return { ...answer, code: errorCode(answer.body) };
  };
  const sign = async (
    signable: Signable,
    credentials = ADMIN,
    options: { signingDate?: Date; region?: string } = {},
  ): Promise<RawRequest & { headers: Record<string, string> }> => {
    const when = { signingDate: now(), ...options };
    const { path, headers } = await signHeaders(server().port, credentials, signable, when);
    const { method, body } = signable;
    return { method, path, headers, ...(body === undefined ? {} : { body }) };
  };
  return {
    send,
    sign,
    /** What is under PATH now, or the error. */
    stored: async () => (await send(await sign({ method: 'GET', path: PATH }))).body,
    /** Deletes what is under PATH. */
    clear: async () => void (await send(await sign({ method: 'DELETE', path: PATH }))),
  };
};
