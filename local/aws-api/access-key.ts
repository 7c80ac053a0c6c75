import type { IncomingMessage } from 'node:http';

/**
 * The access key that a request to a local service is signed with; undefined when it is not signed. The signature is not
 * verified, because nothing but the functions on this machine knows an access key.
 */
export const accessKeyOf = ({ headers }: IncomingMessage): string | undefined =>
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(headers.authorization ?? '')?.[1];
