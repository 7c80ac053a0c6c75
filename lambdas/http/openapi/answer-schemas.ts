import * as z from 'zod/mini';
import { FITS, KEPT_METADATA } from '../../core/variant';

const { describe } = z;
const text = (description: string) => z.string().check(describe(description));
const flag = (description: string) => z.boolean().check(describe(description));
const count = (description: string) => z.int().check(z.minimum(0), describe(description));
const time = (description: string) => z.iso.datetime().check(describe(description));
const json = (description: string) => z.record(z.string(), z.unknown()).check(describe(description));

/** One entry of `errors` (contract 2.1). */
const responseInfo = z.strictObject({
  code: z.int().check(z.minimum(1000), describe('What happened; each operation lists its codes.')),
  message: text('Names the field and the rule.'),
});

const uploadRefusal = z
  .strictObject({ code: z.int(), message: z.string() })
  .check(
    describe('Only on a draft: why its last upload was refused. The URL stays usable until it expires.'),
  );

const meta = json('`{}` when there is none.');

/** An image or a draft (contract 2.3); the same object that `core/render-image.ts` makes. */
const image = z.strictObject({
  id: text('A UUID, or the custom id.'),
  filename: z
    .nullable(z.string().check(z.maxLength(255)))
    .check(describe('Without directories. Null while nothing is uploaded, and when the client named none.')),
  uploaded: time('When the upload was promised (UTC, milliseconds); it does not change at publish.'),
  requireSignedURLs: flag('Variants need a signature.'),
  requiredSignedURLs: flag('The same as `requireSignedURLs`, as the earliest documentation spelt it.'),
  variants: z.array(z.url()).check(describe('One delivery URL for each named variant.')),
  meta: z.optional(meta),
  metadata: z.optional(meta).check(describe('The same as `meta`.')),
  creator: z.optional(z.nullable(z.string())).check(describe('Absent in the answer to an upload.')),
  draft: z.optional(z.literal(true)).check(describe('Only while nothing is uploaded; absent afterwards.')),
  uploadError: z.optional(uploadRefusal),
});

const presignedPost = z.strictObject({
  method: z.literal('POST'),
  url: z.url(),
  fields: z.record(z.string(), z.string()).check(describe('Send them all, before the file.')),
  maxBytes: z.int().check(z.minimum(1), describe('Largest file, in bytes.')),
  expires: time('Never later than `expiry`, and at most an hour from now.'),
});

const directUpload = z.strictObject({
  id: text('The id of the image to be.'),
  uploadURL: z.url().check(describe('Takes one upload: `POST` or `PUT`, multipart, one field named `file`.')),
  upload: presignedPost,
});

const variant = z.strictObject({
  id: z.string(),
  options: z.strictObject({
    fit: z.enum(FITS),
    metadata: z.enum(KEPT_METADATA),
    width: z.optional(z.int()),
    height: z.optional(z.int()),
    blur: z.optional(z.int()),
    browser_ttl: z.optional(z.int()).check(describe('Seconds.')),
  }),
  neverRequireSignedURLs: flag('Serves private images without a signature through this variant.'),
});

const signingKey = z.strictObject({
  name: z.string(),
  value: text('The secret, used as text: its UTF-8 bytes are the key of the HMAC.'),
});

const config = z.strictObject({
  flexible_variants: flag('Options may stand in a delivery URL in place of a variant.'),
  browser_ttl: z.optional(z.int()).check(describe('Seconds; absent: the default of two days.')),
});

const webhookId = text('32 hex digits.');

const webhook = z.strictObject({
  id: webhookId,
  name: z.string(),
  url: z.url(),
  type: z.literal('generic'),
  created_at: time('When it was created.'),
  last_success: z.optional(time('The last attempt that was answered with 2xx; absent: there was none.')),
  last_failure: z.optional(time('The last attempt that was not; absent: there was none.')),
});

const batchToken = z.strictObject({
  token: text('A bearer token for the paths without an account.'),
  expiresAt: time('At most an hour from now.'),
});

const pageInfo = z.strictObject({
  page: z.int(),
  per_page: z.int(),
  count: count('Images on this page.'),
});

const success = <T extends z.core.$ZodType>(result: T) =>
  ({
    result,
    success: z.literal(true),
    errors: z.array(responseInfo).check(z.maxLength(0)),
    messages: z.array(responseInfo).check(z.maxLength(0)),
  }) as const;

const envelope = <T extends z.core.$ZodType>(result: T) => z.strictObject(success(result));

const failure = z.strictObject({
  result: z.null(),
  success: z.literal(false),
  errors: z.array(responseInfo).check(z.minLength(1)),
  messages: z.array(responseInfo).check(z.maxLength(0)),
});

/** Every answer of the API by the name it has in the document's components; strict, so that nothing is undocumented. */
export const ANSWER_SCHEMAS = {
  ResponseInfo: responseInfo,
  Image: image,
  PresignedPost: presignedPost,
  DirectUpload: directUpload,
  Variant: variant,
  SigningKey: signingKey,
  Config: config,
  BatchToken: batchToken,
  Webhook: webhook,
  ImageAnswer: envelope(image),
  ImagePageAnswer: z.strictObject({
    ...success(z.strictObject({ images: z.array(image) })),
    result_info: pageInfo,
  }),
  ImageListAnswer: envelope(
    z.strictObject({
      images: z.array(image),
      continuation_token: z
        .nullable(z.string())
        .check(describe('Give it to get the next page; null on the last one.')),
    }),
  ),
  DirectUploadAnswer: z.strictObject({ ...success(directUpload), result_info: z.null() }),
  VariantAnswer: envelope(z.strictObject({ variant })),
  VariantMapAnswer: envelope(
    z.strictObject({ variants: z.record(z.string(), variant).check(describe('By id.')) }),
  ),
  SigningKeysAnswer: envelope(z.strictObject({ keys: z.array(signingKey) })),
  StatsAnswer: envelope(
    z.strictObject({
      count: z.strictObject({
        current: count('Images, drafts left out.'),
        allowed: count('A setting of the deployment; nothing is refused past it.'),
      }),
    }),
  ),
  ConfigAnswer: envelope(config),
  BatchTokenAnswer: envelope(batchToken),
  WebhookAnswer: envelope(webhook),
  WebhookListAnswer: envelope(z.array(webhook)),
  WebhookIdAnswer: envelope(z.strictObject({ id: webhookId })),
  EmptyAnswer: envelope(z.strictObject({})),
  Failure: failure,
  GatewayFailure: z
    .looseObject({ message: z.string() })
    .check(describe('From the gateway itself, before any of our code runs: no envelope.')),
} as const satisfies Record<string, z.core.$ZodType>;

/** The name of an answer in the document's components. */
export type AnswerName = keyof typeof ANSWER_SCHEMAS;
