/**
 * Signs the delivery URL of a private image, for a backend: whoever has the key can look at every private image of the
 * account. WebCrypto only, so it runs in Node.js, Deno, Bun and workers.
 *
 * @param url a delivery URL as `variants` of an image has it; a query it has is signed too
 * @param key the `value` of one of the account's signing keys, as it is shown: it is text, not base64 to be decoded
 * @param expiresAtSeconds when the URL ends, in Unix seconds; without it the URL is good as long as the key
 */
export const signDeliveryUrl = async (
  url: string | URL,
  key: string,
  expiresAtSeconds?: number,
): Promise<string> => {
  const signed = new URL(url);
  if (expiresAtSeconds !== undefined) signed.searchParams.set('exp', String(expiresAtSeconds));
  const text = `${signed.pathname}?${signed.searchParams.toString()}`;
  const utf8 = new TextEncoder();
  const hmac = { name: 'HMAC', hash: 'SHA-256' };
  const cryptoKey = await crypto.subtle.importKey('raw', utf8.encode(key), hmac, false, ['sign']);
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', cryptoKey, utf8.encode(text)));
  const hex = [...mac].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  signed.searchParams.append('sig', hex);
  return signed.href;
};
