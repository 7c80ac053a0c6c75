import { createHmac } from 'node:crypto';
import { signWebhook } from '../../../../lambdas/core/webhooks/sign-webhook';
import { isSerializedKey } from '../../../../lambdas/core/webhooks/webhook-secret';

/** The example that the specification's own libraries are tested with. */
const CONTENT = {
  id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  timestampSeconds: 1614265330,
  body: '{"test": 2432232314}',
};
const serialized = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;

describe('the signature of a webhook', () => {
  it('is that of the Standard Webhooks specification', () => {
    const signature = signWebhook('whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', CONTENT);

    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('takes any other secret as text', () => {
    const secret = 'päss phrase';

    const signature = signWebhook(secret, CONTENT);

    const signed = `${CONTENT.id}.${CONTENT.timestampSeconds}.${CONTENT.body}`;
    const expected = createHmac('sha256', Buffer.from(secret, 'utf8')).update(signed).digest('base64');
    expect(signature).toBe(`v1,${expected}`);
  });

  it.each([
    ['id', { ...CONTENT, id: 'msg_other' }],
    ['time', { ...CONTENT, timestampSeconds: CONTENT.timestampSeconds + 1 }],
    ['body', { ...CONTENT, body: '{"test": 2432232315}' }],
  ])('covers the %s', (_what, changed) => {
    expect(signWebhook('secret', changed)).not.toBe(signWebhook('secret', CONTENT));
  });
});

describe('a serialized key', () => {
  it.each([serialized(24), serialized(32), serialized(63), serialized(64)])('is %s', (secret) => {
    expect(isSerializedKey(secret)).toBe(true);
  });

  it.each([
    ['no prefix', Buffer.alloc(24, 7).toString('base64')],
    ['nothing after the prefix', 'whsec_'],
    ['23 bytes', serialized(23)],
    ['65 bytes', serialized(65)],
    ['no padding', serialized(32).replace(/=+$/, '')],
    ['the alphabet of URLs', `whsec_${'_-'.repeat(16)}`],
    ['something else behind it', `${serialized(24)} `],
  ])('is not one with %s', (_what, secret) => {
    expect(isSerializedKey(secret)).toBe(false);
  });
});
