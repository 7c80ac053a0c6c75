import { randomBytes } from 'node:crypto';

/** A new signing key: 32 characters of URL-safe base64, 192 bits; used as text (contract 3.11, 6.2). */
export const randomSigningKey = (): string => randomBytes(24).toString('base64url');
