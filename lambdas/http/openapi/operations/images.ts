import type { Operation } from '../operation';
import { CURSOR_LIST_QUERY, PAGE_LIST_QUERY } from '../parameters';

const images = '/client/v4/accounts/{account_id}/images';

/** Creating, listing, reading, editing and deleting images (contract 3.3 to 3.10). */
export const IMAGE_OPERATIONS = {
  [`POST ${images}/v1`]: {
    operationId: 'createImage',
    tag: 'Images',
    summary: 'Create an image from a file or a URL',
    description:
      'Checks the bytes before it answers. A file may hold at most 4 MiB; promise an upload (direct_upload) for larger ones.',
    body: { schema: 'NewImage', as: 'fields', required: true },
    answer: 'ImageAnswer',
    errors: [
      'invalid-request',
      'invalid-custom-id',
      'custom-id-cannot-be-private',
      'fetch-failed',
      'undecodable',
      'image-not-found',
      'already-exists',
      'too-large',
      'animation-too-large',
      'unsupported-format',
    ],
  },
  [`GET ${images}/v1`]: {
    operationId: 'listImagesByPage',
    tag: 'Images',
    summary: 'List images by page number',
    description:
      'Newest first, drafts left out. The cost grows with the page number: prefer `images/v2`. A page that is too large for one answer is 400: ask for fewer images.',
    deprecated: true,
    query: PAGE_LIST_QUERY,
    answer: 'ImagePageAnswer',
    errors: ['invalid-request'],
  },
  [`GET ${images}/v2`]: {
    operationId: 'listImages',
    tag: 'Images',
    summary: 'List images',
    description:
      'In upload order, drafts left out. There are more pages while `continuation_token` is not null. A page ends at 4.5 MB of JSON, and with filters it may hold fewer images than wanted, even none, and still have a token.',
    query: CURSOR_LIST_QUERY,
    answer: 'ImageListAnswer',
    errors: ['invalid-request'],
  },
  [`GET ${images}/v1/{image_id+}`]: {
    operationId: 'getImage',
    tag: 'Images',
    summary: 'Show an image or a draft',
    answer: 'ImageAnswer',
    errors: ['image-not-found'],
  },
  [`PATCH ${images}/v1/{image_id+}`]: {
    operationId: 'editImage',
    tag: 'Images',
    summary: 'Edit an image or a draft',
    description:
      'Absent fields stay. `metadata` replaces the old object whole; null clears it. The id stays the same, also when access changes.',
    body: { schema: 'ImageEdit', as: 'fields', required: false },
    answer: 'ImageAnswer',
    errors: ['invalid-request', 'custom-id-cannot-be-private', 'image-not-found'],
  },
  [`DELETE ${images}/v1/{image_id+}`]: {
    operationId: 'deleteImage',
    tag: 'Images',
    summary: 'Delete an image, or a draft with its upload URL',
    answer: 'EmptyAnswer',
    errors: ['image-not-found'],
  },
} as const satisfies Record<string, Operation>;

/** Part of the greedy route of images (contract 3.8), so it is no route of its own. */
export const BLOB_OPERATION: Operation = {
  operationId: 'getImageBlob',
  tag: 'Images',
  summary: 'Get the original bytes',
  description: 'As they were published: an SVG is sanitised, everything else is what was uploaded.',
  answer: {
    '200': {
      description: 'The bytes.',
      content: { 'image/*': { schema: { type: 'string', format: 'binary' } } },
    },
    '302': {
      description:
        'For originals over 4 MB: `location` is a link to the bytes that needs no token, for a minute.',
    },
  },
  errors: ['image-not-found'],
};
