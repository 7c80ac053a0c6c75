import type { ImageUploaded, ImageUploadFailed } from '../../lambdas/core/image-event';
import { ACCOUNT } from './image-fixtures';

/** An upload that was published. */
export const UPLOADED: ImageUploaded = {
  id: 'ab'.repeat(32),
  type: 'image.uploaded',
  time: '2026-03-04T05:06:07.891Z',
  accountId: ACCOUNT,
  image: {
    id: '7d0c3b52',
    filename: 'cat.png',
    meta: { user: '42' },
    creator: null,
    requireSignedURLs: false,
    uploaded: '2026-03-04T05:05:07.123Z',
    variants: ['https://delivery.example/hash/7d0c3b52/public'],
  },
};

/** One that was refused. */
export const REFUSED: ImageUploadFailed = {
  ...UPLOADED,
  id: 'cd'.repeat(32),
  type: 'image.upload_failed',
  image: { ...UPLOADED.image, filename: null },
  error: { code: 5455, message: 'no image' },
};
