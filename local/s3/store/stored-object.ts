import * as z from 'zod';

/** Headers that S3 keeps with an object and returns with it, besides Content-Type. */
export const KEPT_HEADERS = [
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
] as const;

const pair = z.tuple([z.string(), z.string()]);

/** The JSON beside an object's bytes; its existence is the object's existence. */
export const storedObjectSchema = z.strictObject({
  bucket: z.string(),
  key: z.string(),
  /** Name of the file with the bytes, in the same folder. New with every write, so readers never see a mixture. */
  file: z.string(),
  bytes: z.int().nonnegative(),
  /** Lower-case hex MD5 of the bytes, without quotes. */
  etag: z.string(),
  /** RFC 3339 UTC. */
  lastModified: z.string(),
  contentType: z.string(),
  storageClass: z.string(),
  /** Some of `KEPT_HEADERS`, with their values. */
  headers: z.array(pair),
  /** User metadata, names without `x-amz-meta-`. Pairs, since a name may be `__proto__`. */
  metadata: z.array(pair),
  checksum: z
    .strictObject({
      algorithm: z.enum(['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256']),
      value: z.string(),
    })
    .optional(),
});

/** An object without its bytes. */
export type StoredObject = Readonly<z.infer<typeof storedObjectSchema>>;

/** What the writer decides about an object; the store adds the rest. */
export type ObjectAttributes = Pick<
  StoredObject,
  'contentType' | 'storageClass' | 'headers' | 'metadata' | 'checksum'
>;

/** The ETag as it is sent: quoted. */
export const quotedEtag = (object: Pick<StoredObject, 'etag'>): string => `"${object.etag}"`;
