import { photograph } from '../../support/files/fixture';
import { publish } from './deliver';

/** Ingest works on several uploads at once: a later one may be done while an earlier one is still worked on. */
const UPLOADS_IN_A_ROW = 3;

/**
 * Waits for ingest, for tests of what must not come of an upload: publishes further pictures, one after the other. What
 * was uploaded before them was handed to ingest before them too, and has had the time of three whole uploads since, as long
 * as that is on this machine. So ingest is done with it unless it takes three times as long as with a picture that
 * is published; then a test sees too early that nothing came of it, but no test ever fails for that.
 */
export const afterIngest = async (): Promise<void> => {
  for (let upload = 0; upload < UPLOADS_IN_A_ROW; upload += 1)
    await publish({ bytes: photograph('photo.jpg') });
};
