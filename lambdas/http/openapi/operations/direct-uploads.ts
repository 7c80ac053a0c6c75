import type { Operation } from '../operation';

const images = '/client/v4/accounts/{account_id}/images';

/** Promising uploads (contract 3.1, 3.2). */
export const DIRECT_UPLOAD_OPERATIONS = {
  [`POST ${images}/v2/direct_upload`]: {
    operationId: 'createDirectUpload',
    tag: 'Direct uploads',
    summary: 'Promise an upload',
    description:
      'Makes a draft and answers with a URL that takes its bytes once, without a token. Until then the image says `draft: true` and is in no list. `upload` is the same upload as an S3 presigned POST, for files over 10 MB.',
    body: { schema: 'NewDirectUpload', as: 'fields', required: false },
    answer: 'DirectUploadAnswer',
    errors: ['invalid-request', 'invalid-custom-id', 'custom-id-cannot-be-private', 'already-exists'],
  },
  [`POST ${images}/v1/direct_upload`]: {
    operationId: 'createDirectUploadV1',
    tag: 'Direct uploads',
    summary: 'Promise an upload (older form)',
    description: 'Reads only `expiry`.',
    deprecated: true,
    body: { schema: 'NewDirectUploadV1', as: 'fields', required: false },
    answer: 'DirectUploadAnswer',
    errors: ['invalid-request'],
  },
} as const satisfies Record<string, Operation>;
