import * as z from 'zod/mini';
import type { Metadata } from '../core/image';
import type { ImageEvent } from '../core/image-event';

const time = z.iso.datetime('must be an RFC 3339 date-time in UTC');

const image = z.object({
  id: z.string().check(z.minLength(1)),
  filename: z.nullable(z.string()),
  meta: z.custom<Metadata>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'must be a JSON object',
  ),
  creator: z.nullable(z.string()),
  requireSignedURLs: z.boolean(),
  uploaded: time,
  variants: z.array(z.string()),
});

const common = {
  id: z.string().check(z.regex(/^[0-9a-f]{64}$/, 'must be 64 hex digits')),
  time,
  accountId: z.string().check(z.minLength(1)),
  image,
};

const imageEvent = z.discriminatedUnion('type', [
  z.object({ ...common, type: z.literal('image.uploaded') }),
  z.object({
    ...common,
    type: z.literal('image.upload_failed'),
    error: z.object({ code: z.int(), message: z.string() }),
  }),
]);

/**
 * Reads the `detail` of an event of ours; fields that a later version adds are left out.
 * @throws ZodError naming every field that is wrong: nobody but ingest may send to the bus with our source
 */
export const readImageEvent = (detail: unknown): ImageEvent => z.parse(imageEvent, detail);
