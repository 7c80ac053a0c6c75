import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** The one algorithm accepted; SigV4A and the old SigV2 are not. */
export const ALGORITHM = 'AWS4-HMAC-SHA256';

/** `<access key>/<yyyymmdd>/<region>/<service>/aws4_request`, taken apart. */
export interface CredentialScope {
  readonly accessKeyId: string;
  /** yyyymmdd, UTC. */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

/** Parses a credential; undefined when it has not exactly five non-empty parts. */
export const parseCredential = (text: string): CredentialScope | undefined => {
  const [accessKeyId, date, region, service, terminator, ...rest] = text.split('/');
  if (!accessKeyId || !date || !region || !service || !terminator || rest.length > 0) return undefined;
  return { accessKeyId, date, region, service, terminator };
};

/** The scope as it is signed, without the access key. */
export const scopeText = (scope: CredentialScope): string =>
  `${scope.date}/${scope.region}/${scope.service}/${scope.terminator}`;

/** Parses `yyyymmddThhmmssZ`; undefined for anything else, impossible dates included. */
export const parseAmzDate = (text: string): Date | undefined => {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z$/.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour, minute, second] = match;
  const date = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.000Z`);
  return Number.isNaN(date.getTime()) ? undefined : date;
};

/** Lower-case hex SHA-256. */
export const sha256Hex = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');

const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/** The key that signs everything of one day, region and service. */
export const deriveSigningKey = (secretAccessKey: string, scope: CredentialScope): Buffer =>
  [scope.date, scope.region, scope.service, scope.terminator].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );

/** Lower-case hex signature of `text`. */
export const signText = (signingKey: Buffer, text: string): string => hmac(signingKey, text).toString('hex');

/** Compares signatures and tokens without telling by its duration where they differ. */
export const equalSecrets = (expected: string, given: string): boolean => {
  const [a, b] = [expected, given].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
};
