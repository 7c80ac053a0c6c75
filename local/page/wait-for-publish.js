import { getImage } from './backend.js';
import { UploadError } from './upload-error.js';

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 3_000;
const PATIENCE_MS = 120_000;
/** An older refusal stays on the draft while the next file is checked; after this long it is the new file's own. */
const OLD_REFUSAL_MS = 10_000;

const pause = (durationMs) => new Promise((resolve) => setTimeout(resolve, durationMs));
const sameRefusal = (a, b) => a?.code === b?.code && a?.message === b?.message;

/**
 * Asks until the draft has become an image.
 * @param {string} id
 * @param {{ code: number, message: string }} [earlierRefusal] what an earlier file was refused for, if any
 * @returns {Promise<object>} the published image
 * @throws {UploadError} with the refusal's code, when the file was refused
 */
export const waitForPublish = async (id, earlierRefusal) => {
  const start = Date.now();
  let pauseMs = FIRST_PAUSE_MS;
  while (Date.now() - start < PATIENCE_MS) {
    const image = await getImage(id);
    if (!image.draft) return image;
    const refusal = image.uploadError;
    const isOld = sameRefusal(refusal, earlierRefusal) && Date.now() - start < OLD_REFUSAL_MS;
    if (refusal && !isOld) throw new UploadError(refusal.message, { code: refusal.code });
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 1.5, LONGEST_PAUSE_MS);
  }
  throw new UploadError('The file was sent, but it is not published yet. Look again later.');
};
