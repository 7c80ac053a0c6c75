import * as z from 'zod/mini';
import { MAX_CREATOR_CHARACTERS } from '../../core/creator';
import { MAX_CUSTOM_ID_CHARACTERS } from '../../core/custom-id';
import { MAX_METADATA_BYTES } from '../../core/metadata';
import { expirySchema, imageFieldsSchema } from '../image-fields';
import { configEditSchema, newVariantSchema, variantEditSchema } from '../settings-fields';
import { webhookSchema } from '../webhook-fields';

const fields = imageFieldsSchema.shape;
const { options } = newVariantSchema.shape;

/** JSON Schema keywords that a schema cannot say itself, kept out of the functions' bundles. */
const annotate = (schema: z.core.$ZodType, keywords: Record<string, unknown>): void => {
  z.globalRegistry.add(schema, keywords);
};

annotate(fields.id, {
  description:
    'A custom id; without it the image gets a UUID. No UUID, no leading or trailing slash, no empty segment, no more than 9,216 bytes when percent-encoded, no file extension that is not an image’s. Images with a custom id cannot be private.',
  maxLength: MAX_CUSTOM_ID_CHARACTERS,
  examples: ['users/ada/portrait'],
});
annotate(fields.expiry, {
  description:
    'When the upload URL dies (RFC 3339 with a time zone): 2 minutes to 6 hours from now. By default 30 minutes, a setting of the deployment.',
  format: 'date-time',
});
annotate(fields.creator, {
  description: 'Who the image belongs to in your own system. Empty text and null mean nobody.',
  maxLength: MAX_CREATOR_CHARACTERS,
});
annotate(fields.metadata, {
  description: `A JSON object, or its text; at most ${MAX_METADATA_BYTES} bytes of compact JSON, without numbers beyond ±(2^53 − 1). In forms also as fields \`metadata[a][b]\` or \`metadata.a.b\`, whose values stay strings.`,
});
annotate(fields.requireSignedURLs, { description: 'Delivery URLs need a signature. Not with a custom id.' });

annotate(options, { anyOf: [{ required: ['width'] }, { required: ['height'] }] });
annotate(options.shape.fit, { description: '`scale-down` unless given; in upper or lower case.' });
annotate(options.shape.metadata, {
  description: 'What is kept of EXIF data; `none` unless given; in upper or lower case.',
});
annotate(options.shape.browser_ttl, { description: 'Seconds; overrides the account’s.' });
annotate(newVariantSchema.shape.neverRequireSignedURLs, {
  description: 'Serves private images without a signature through this variant; false unless given.',
});
annotate(configEditSchema.shape.browser_ttl, {
  description: 'Seconds that browsers keep pictures; null: the default.',
});

annotate(webhookSchema.shape.name, { description: 'Receivers read it in the body.' });
annotate(webhookSchema.shape.url, {
  description: 'Starts with `https://`, without user name and password; public addresses only.',
});
annotate(webhookSchema.shape.secret, {
  description:
    'Sent as `cf-webhook-auth`, and the key of `webhook-signature`: `whsec_` and a key in base64, or any text. Without one a webhook is not signed.',
});

const file = z.string();
annotate(file, { format: 'binary', description: 'A multipart part. One of `file` and `url` is needed.' });
const image = z.string();
annotate(image, { format: 'binary', description: 'The first part of this name counts.' });
const url = z.string();
annotate(url, { description: 'Fetched by the service: http or https, public addresses only.' });

/** Every request body by the name it has in the document's components: the schemas that validate requests. */
export const REQUEST_SCHEMAS = {
  NewDirectUpload: imageFieldsSchema,
  NewDirectUploadV1: expirySchema,
  NewImage: z.object({
    file: z.optional(file),
    url: z.optional(url),
    id: fields.id,
    creator: fields.creator,
    metadata: fields.metadata,
    requireSignedURLs: fields.requireSignedURLs,
  }),
  ImageEdit: z.object({
    creator: fields.creator,
    metadata: fields.metadata,
    requireSignedURLs: fields.requireSignedURLs,
  }),
  VariantOptions: options,
  NewVariant: newVariantSchema,
  VariantEdit: variantEditSchema,
  ConfigEdit: configEditSchema,
  WebhookFields: webhookSchema,
  Upload: z.object({ file: image }),
} as const satisfies Record<string, z.core.$ZodType>;

/** The name of a request body in the document's components. */
export type RequestName = keyof typeof REQUEST_SCHEMAS;
