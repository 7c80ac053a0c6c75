import { readError, UploadError } from './upload-error.js';

/** Calls this page's own backend, which holds the API token; resolves to the envelope's `result`. */
const call = async (path, init) => {
  let response;
  try {
    response = await fetch(path, init);
  } catch {
    throw new UploadError('The server cannot be reached');
  }
  const text = await response.text();
  if (!response.ok) throw readError(response.status, text);
  return JSON.parse(text).result;
};

/**
 * Asks for a one-time upload link.
 * @param {Record<string, unknown>} metadata kept with the image
 * @returns {Promise<{ id: string, uploadURL: string, upload: { method: string, url: string,
 *   fields: Record<string, string>, maxBytes: number, expires: string } }>}
 */
export const requestUploadLink = (metadata) =>
  call('/demo/direct-upload', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata }),
  });

/** The image as the API shows it; `draft: true` until it is published. */
export const getImage = (id) => call(`/demo/images/${encodeURIComponent(id)}`, { cache: 'no-store' });
