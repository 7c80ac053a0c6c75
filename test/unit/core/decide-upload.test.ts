import { accountHash } from '../../../lambdas/core/account';
import { decideUpload } from '../../../lambdas/core/decide-upload';
import type { Image } from '../../../lambdas/core/image';
import { imageKey, publishedKey, type UploadTarget } from '../../../lambdas/core/keys';
import { ACCOUNT, draftOf, publishedOf, secondsLater } from '../../support/image-fixtures';

const draft = draftOf();
const TARGET: UploadTarget = {
  accountHash: accountHash(ACCOUNT),
  imageKey: imageKey(draft.id),
  nonce: draft.nonce,
};
const FORGED = { ...TARGET, nonce: 'BBBBBBBBBBBBBBBBBBBBBB' };
const LIMITS = { maxRequestBytes: 10_485_760 };
const published = publishedOf(draft, { objectKey: publishedKey(TARGET, 'ab'.repeat(32)) });

const decide = (
  image: Image | undefined,
  target = TARGET,
  contentLength: number | undefined = 1000,
  seconds = 60,
) => decideUpload(image, target, contentLength, secondsLater(seconds), LIMITS);

describe('deciding on a request to an upload URL', () => {
  it('accepts the URL of a live draft', () => {
    expect(decide(draft)).toEqual({ accepted: true, draft });
  });

  it.each([
    ['an unknown id', undefined, TARGET],
    ['a forged nonce', draft, FORGED],
    [
      'a nonce that only starts like the right one',
      draft,
      { ...TARGET, nonce: `${draft.nonce.slice(0, 21)}B` },
    ],
    ['the URL of an earlier minting of the same id', draftOf({ nonce: 'CCCCCCCCCCCCCCCCCCCCCC' }), TARGET],
    ['a forged nonce for a published image', published, FORGED],
  ])('tells %s from nothing', (_case, image, target) => {
    expect(decide(image, target)).toMatchObject({ accepted: false, error: { code: 'image-not-found' } });
  });

  it('says that a URL was used when its image is published', () => {
    expect(decide(published)).toMatchObject({ accepted: false, error: { code: 'already-exists' } });
  });

  it('accepts until the second before the expiry and not from the expiry on', () => {
    const last = decide(draft, TARGET, 1000, 1799);
    const first = decide(draft, TARGET, 1000, 1800);

    expect(last.accepted).toBe(true);
    expect(first).toMatchObject({
      accepted: false,
      error: { code: 'invalid-request', message: 'The upload URL has expired' },
    });
  });

  it('does not tell the holder of a forged nonce that a draft has expired', () => {
    expect(decide(draft, FORGED, 1000, 9999)).toMatchObject({ error: { code: 'image-not-found' } });
  });

  it.each([
    ['exactly the limit', LIMITS.maxRequestBytes, true],
    ['one byte more', LIMITS.maxRequestBytes + 1, false],
    ['no declared length', undefined, true],
  ])('takes a request of %s as it should', (_case, contentLength, accepted) => {
    const decision = decideUpload(draft, TARGET, contentLength, secondsLater(60), LIMITS);

    expect(decision.accepted).toBe(accepted);
    if (!decision.accepted) expect(decision.error).toMatchObject({ code: 'too-large' });
  });
});
