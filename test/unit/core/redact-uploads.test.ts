import { stagingKey } from '../../../lambdas/core/keys';
import { redactUploads } from '../../../lambdas/core/redact-uploads';

const NONCE = 'n0nce_-AAAAAAAAAAAAAAA';
const KEY = stagingKey('account-1', 'cat', NONCE);

describe('text that is logged', () => {
  it.each([
    ['a staging key', KEY],
    [
      'an ARN in a refusal of IAM',
      `not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::b/${KEY}" because`,
    ],
    ['two keys', `${KEY} ${KEY}.`],
  ])('keeps %s without its nonce', (_case, text) => {
    const redacted = redactUploads(text);

    expect(redacted).not.toContain(NONCE);
    expect(redacted).toContain(`${KEY.slice(0, -22)}<nonce>`);
  });

  it('is not changed when it holds no key', () => {
    expect(redactUploads('images/hash/key/file.jpeg 1.2.3')).toBe('images/hash/key/file.jpeg 1.2.3');
  });
});
