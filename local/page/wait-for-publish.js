import { getImage } from './backend.js';
import { UploadError } from './upload-error.js';

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
const PATIENCE_MS = 120_000;

const pause = (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs));

/**
 * Asks until the draft has become an image.
 * @param {string} id
 * @returns {Promise<object>} the published image
 * @throws {UploadError} with the refusal's code, when the file was refused
 */
export const waitForPublish = async (id) => {
  const start = Date.now();
  let pauseMs = FIRST_PAUSE_MS;
  while (Date.now() - start < PATIENCE_MS) {
    const image = await getImage(id);
    if (!image.draft) return image;
    const refusal = image.uploadError;
    if (refusal) throw new UploadError(refusal.message, { code: refusal.code });
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
  }
  throw new UploadError('The file was sent, but it is not published yet. Look again later.');
};
