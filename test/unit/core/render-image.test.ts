import { accountHash } from '../../../lambdas/core/account';
import { renderImage } from '../../../lambdas/core/render-image';
import { DEFAULT_VARIANTS } from '../../../lambdas/core/variant';
import { ACCOUNT, draftOf, NOW, publishedOf, unsentEventOf } from '../../support/image-fixtures';

const options = { deliveryBaseUrl: 'https://delivery.example.net', variants: DEFAULT_VARIANTS };
const draft = draftOf();

describe('an image in an answer', () => {
  it('shows a published image without any trace of the draft', () => {
    const image = publishedOf(draft, { meta: { a: 1 }, creator: 'me', requireSignedURLs: true });

    expect(renderImage(image, options)).toEqual({
      id: draft.id,
      filename: 'cat.jpg',
      uploaded: NOW.toISOString(),
      requireSignedURLs: true,
      requiredSignedURLs: true,
      variants: ['public', 'thumbnail'].map(
        (variant) => `https://delivery.example.net/${accountHash(ACCOUNT)}/${draft.id}/${variant}`,
      ),
      meta: { a: 1 },
      metadata: { a: 1 },
      creator: 'me',
    });
  });

  it('shows a draft as one, without a file name', () => {
    expect(renderImage(draft, options)).toMatchObject({
      draft: true,
      filename: null,
      uploaded: NOW.toISOString(),
    });
  });

  it('shows why the last upload to a draft was refused', () => {
    const uploadError = { code: 5455, message: 'Uploaded image must have …' };

    expect(renderImage(draftOf({ uploadError }), options)).toMatchObject({ draft: true, uploadError });
  });

  it('shows empty metadata and no creator when there are none', () => {
    expect(renderImage(draft, options)).toMatchObject({ meta: {}, metadata: {}, creator: null });
  });

  it('omits what this audience does not see', () => {
    const image = renderImage(draftOf({ creator: 'me', meta: { a: 1 } }), {
      ...options,
      omit: ['creator', 'meta'],
    });

    expect(Object.keys(image)).not.toEqual(expect.arrayContaining(['creator']));
    expect(image).not.toHaveProperty('meta');
    expect(image).not.toHaveProperty('metadata');
  });

  it('never shows the nonce or the object key', () => {
    const text = JSON.stringify([renderImage(draft, options), renderImage(publishedOf(draft), options)]);

    expect(text).not.toContain(draft.nonce);
    expect(text).not.toContain('images/');
  });

  it.each([
    ['a draft', draftOf()],
    ['an image', publishedOf(draftOf())],
  ])('never shows that the event of %s is still to be sent', (_what, image) => {
    const rendered = renderImage({ ...image, unsentEvent: unsentEventOf('aa') }, options);

    expect(rendered).toEqual(renderImage(image, options));
  });

  it('percent-encodes a custom id in variant URLs but keeps its slashes', () => {
    const image = renderImage(draftOf({ id: 'a b/50%/ü' }), options);

    expect(image.variants[0]).toBe(
      `https://delivery.example.net/${accountHash(ACCOUNT)}/a%20b/50%25/%C3%BC/public`,
    );
  });
});
