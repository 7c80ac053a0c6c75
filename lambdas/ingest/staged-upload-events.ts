import * as z from 'zod/mini';
import type { StagedUpload } from '../core/ingest-upload';
import { parseStagingKey } from '../core/keys';

/** The part of an S3 event notification that is needed (S3 user guide, "Event message structure"). */
const notification = z.object({
  Records: z.array(
    z.object({
      eventName: z.string(),
      eventTime: z.string().check(z.refine((text) => !Number.isNaN(Date.parse(text)), 'must be a date-time')),
      s3: z.object({ object: z.object({ key: z.string() }) }),
    }),
  ),
});

/** What S3 sends once when a notification is set up; it reports no object. */
const testEvent = z.object({ Event: z.literal('s3:TestEvent') });

/** What one message of the queue reports. */
export interface StagedUploadEvents {
  readonly uploads: readonly StagedUpload[];
  /** Objects that no upload URL of ours can have written; nothing can become of them. */
  readonly foreignObjects: number;
}

/** Keys are form-encoded in events, and exactly once: a space is `+`, a plus sign `%2B`. */
const decodeKey = (key: string): string | undefined => {
  try {
    return decodeURIComponent(key.replace(/\+/g, ' '));
  } catch {
    return undefined;
  }
};

/**
 * Reads the uploads out of a queue message's body; `deliveries` is how often the queue has handed it out.
 * @throws Error for a body that is no S3 notification: nobody but S3 may send to the queue, so it is kept for a human
 */
export const readStagedUploadEvents = (body: string, deliveries: number): StagedUploadEvents => {
  const json: unknown = JSON.parse(body);
  if (testEvent.safeParse(json).success) return { uploads: [], foreignObjects: 0 };
  const created = z
    .parse(notification, json)
    .Records.filter(({ eventName }) => eventName.startsWith('ObjectCreated:'));
  const uploads = created.flatMap(({ eventTime, s3 }) => {
    const target = parseStagingKey(decodeKey(s3.object.key) ?? '');
    return target ? [{ target, completedAt: new Date(eventTime), deliveries }] : [];
  });
  return { uploads, foreignObjects: created.length - uploads.length };
};
