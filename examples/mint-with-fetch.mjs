// Your backend's part: mint a one-time upload link and hand it to the browser.
//   node examples/mint-with-fetch.mjs
import { fileURLToPath } from 'node:url';
import { accountId, apiToken, baseUrl } from './deployment.mjs';

/**
 * Mints a one-time link.
 * @param {Record<string, unknown>} metadata kept with the image
 * @returns {Promise<{ id: string, uploadURL: string, upload: object }>}
 * @throws {Error} with the API's code and message
 */
export const mint = async (metadata) => {
  const response = await fetch(`${baseUrl}/accounts/${accountId}/images/v2/direct_upload`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ metadata, expiry: new Date(Date.now() + 10 * 60_000).toISOString() }),
  });
  const { result, errors } = await response.json();
  if (!response.ok) throw new Error(`${errors[0].code}: ${errors[0].message}`);
  return result;
};

if (fileURLToPath(import.meta.url) === process.argv[1]) console.log(await mint({ source: 'fetch' }));
