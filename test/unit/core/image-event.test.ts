import { failedEvent, imageEvent, MAX_EVENT_BYTES, uploadedEvent } from '../../../lambdas/core/image-event';
import { publishedKey } from '../../../lambdas/core/keys';
import { renderImage } from '../../../lambdas/core/render-image';
import { MAX_VARIANTS } from '../../../lambdas/core/settings-editor';
import { DEFAULT_VARIANTS, type Variant } from '../../../lambdas/core/variant';
import { draftOf, publishedOf, secondsLater, unsentEventOf } from '../../support/image-fixtures';
import { targetOf } from '../../support/ingest-world';

const OPTIONS = { deliveryBaseUrl: 'https://img.example.net', variants: DEFAULT_VARIANTS };
const EVENT = unsentEventOf('aa');
const TARGET = targetOf(draftOf());
const DONE = secondsLater(60);

const manyVariants = (count: number): Variant[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${index}`.padStart(99, 'v'),
    options: { fit: 'cover', metadata: 'none' },
    neverRequireSignedURLs: false,
  }));

describe('the event of a published upload', () => {
  it('shows the image as the API does', () => {
    const image = publishedOf(draftOf({ meta: { a: 1 }, creator: 'ann', requireSignedURLs: true }));

    const event = imageEvent(image, EVENT, OPTIONS);

    expect(event).toEqual({
      ...EVENT,
      type: 'image.uploaded',
      accountId: image.accountId,
      image: {
        id: image.id,
        filename: 'cat.jpg',
        meta: { a: 1 },
        creator: 'ann',
        requireSignedURLs: true,
        uploaded: image.uploaded,
        variants: renderImage(image, OPTIONS).variants,
      },
    });
  });

  it('has every field also where the image has none', () => {
    const { image } = imageEvent(publishedOf(draftOf(), { filename: null }), EVENT, OPTIONS);

    expect(image).toMatchObject({ filename: null, meta: {}, creator: null });
  });

  it('leaves the published key, which holds more than a receiver needs to know, out', () => {
    const image = publishedOf(draftOf(), { objectKey: publishedKey(TARGET, 'ab'.repeat(32)) });

    const event = imageEvent(image, uploadedEvent(TARGET, DONE), OPTIONS);

    expect(JSON.stringify(event)).not.toContain(image.objectKey);
    expect(JSON.stringify(event)).not.toContain(image.file.sha256);
  });
});

describe('the event of a refused upload', () => {
  it('says why, and shows the draft', () => {
    const uploadError = { code: 5455, message: 'no image' };
    const draft = draftOf({ uploadError, creator: 'ann' });

    const event = imageEvent(draft, EVENT, OPTIONS);

    expect(event).toMatchObject({ type: 'image.upload_failed', error: uploadError });
    expect(event.image).toMatchObject({ id: draft.id, filename: null, creator: 'ann' });
    expect(JSON.stringify(event)).not.toContain(draft.nonce);
  });

  it('cannot be made of a draft of which no upload was refused', () => {
    expect(() => imageEvent(draftOf(), EVENT, OPTIONS)).toThrow('Nothing has become of the draft');
  });
});

describe('the id of an event', () => {
  it.each([
    ['published', () => uploadedEvent(TARGET, DONE)],
    ['refused', () => failedEvent(TARGET, DONE, 5455, '"etag"')],
  ])('of a %s upload is the same each time, a digest, and no secret', (_case, event) => {
    expect(event()).toEqual(event());
    expect(event().id).toMatch(/^[0-9a-f]{64}$/);
    expect(event().time).toBe(DONE.toISOString());
  });

  it('of a published upload does not depend on which of its events is handled', () => {
    expect(uploadedEvent(TARGET, secondsLater(61)).id).toBe(uploadedEvent(TARGET, DONE).id);
  });

  it('differs for another kind, minting, image, moment, content and reason', () => {
    const ids = [
      uploadedEvent(TARGET, DONE),
      failedEvent(TARGET, DONE, 5455, '"etag"'),
      failedEvent({ ...TARGET, nonce: 'BBBBBBBBBBBBBBBBBBBBBB' }, DONE, 5455, '"etag"'),
      failedEvent({ ...TARGET, imageKey: 'k'.repeat(43) }, DONE, 5455, '"etag"'),
      failedEvent(TARGET, secondsLater(61), 5455, '"etag"'),
      failedEvent(TARGET, DONE, 5455, '"other"'),
      failedEvent(TARGET, DONE, 5455),
      failedEvent(TARGET, DONE, 7011, '"etag"'),
    ].map(({ id }) => id);

    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the size of an event', () => {
  const bytesOf = (event: object) => Buffer.byteLength(JSON.stringify(event), 'utf8');
  const largest = { meta: { text: 'é'.repeat(500) }, creator: '\u0001'.repeat(1024) };

  it('stays below the limit with all variants of a long id in ASCII', () => {
    const image = publishedOf(draftOf({ ...largest, id: 'i'.repeat(1024) }));

    const event = imageEvent(image, EVENT, { ...OPTIONS, variants: manyVariants(100) });

    expect(event.image.variants).toHaveLength(MAX_VARIANTS);
    expect(bytesOf(event)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
  });

  it('stays below the limit without the last variants when every URL is 9 KB long', () => {
    const image = publishedOf(draftOf({ ...largest, id: '🐈'.repeat(768) }));
    const options = { ...OPTIONS, variants: manyVariants(100) };

    const event = imageEvent(image, EVENT, options);

    expect(bytesOf(event)).toBeLessThanOrEqual(MAX_EVENT_BYTES);
    expect(event.image.variants.length).toBeGreaterThanOrEqual(12);
    expect(event.image.variants).toEqual(
      renderImage(image, options).variants.slice(0, event.image.variants.length),
    );
  });
});
