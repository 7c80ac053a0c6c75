import type { ImageUploaded, ImageUploadFailed } from '../../../lambdas/core/image-event';
import { readImageEvent } from '../../../lambdas/notify/read-image-event';

const uploaded: ImageUploaded = {
  id: 'ab'.repeat(32),
  type: 'image.uploaded',
  time: '2026-03-04T05:06:07.000Z',
  accountId: 'account-1',
  image: {
    id: '7d0c',
    filename: null,
    meta: { deep: { list: [1, null] } },
    creator: null,
    requireSignedURLs: false,
    uploaded: '2026-03-04T05:05:07.123Z',
    variants: ['https://delivery.example/hash/7d0c/public'],
  },
};

const failed: ImageUploadFailed = {
  ...uploaded,
  type: 'image.upload_failed',
  error: { code: 5455, message: 'no image' },
};

describe('reading an event', () => {
  it.each([
    ['an upload', uploaded],
    ['a refusal', failed],
  ])('returns %s as it was sent', (_case, event) => {
    const read = readImageEvent(JSON.parse(JSON.stringify(event)));

    expect(read).toEqual(event);
  });

  it('leaves out what a later version adds', () => {
    const read = readImageEvent({ ...uploaded, colour: 'red', image: { ...uploaded.image, size: 5 } });

    expect(read).toEqual(uploaded);
  });

  it.each([
    ['nothing', undefined],
    ['text', 'image.uploaded'],
    ['an unknown type', { ...uploaded, type: 'image.deleted' }],
    ['an id that is no digest', { ...uploaded, id: '7' }],
    ['a time with an offset', { ...uploaded, time: '2026-03-04T05:06:07+01:00' }],
    ['no account', { ...uploaded, accountId: '' }],
    ['an image without an id', { ...uploaded, image: { ...uploaded.image, id: '' } }],
    ['a list as metadata', { ...uploaded, image: { ...uploaded.image, meta: [] } }],
    ['no filename', { ...uploaded, image: { ...uploaded.image, filename: undefined } }],
    ['variants that are no URLs', { ...uploaded, image: { ...uploaded.image, variants: [1] } }],
    ['a failure without a reason', { ...failed, error: undefined }],
  ])('throws for %s', (_case, detail) => {
    expect(() => readImageEvent(detail)).toThrow();
  });
});
