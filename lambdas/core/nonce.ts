import { randomBytes } from 'node:crypto';

/** 128 random bits as 22 characters base64url: what makes an upload URL unguessable (contract 0.2). */
export const randomNonce = (): string => randomBytes(16).toString('base64url');
