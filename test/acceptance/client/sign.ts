import { createHmac } from 'node:crypto';

/** Signs a delivery URL as Cloudflare's documentation describes it, with our own few lines (contract 6.2). */
export const sign = (address: string, key: string, expiresAtSeconds?: number): string => {
  const url = new URL(address);
  if (expiresAtSeconds !== undefined) url.searchParams.set('exp', String(expiresAtSeconds));
  const text = `${url.pathname}?${url.searchParams.toString()}`;
  url.searchParams.set('sig', createHmac('sha256', key).update(text).digest('hex'));
  return url.toString();
};
