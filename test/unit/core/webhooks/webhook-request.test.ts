import { signWebhook } from '../../../../lambdas/core/webhooks/sign-webhook';
import type { Webhook } from '../../../../lambdas/core/webhooks/webhook';
import { webhookRequest } from '../../../../lambdas/core/webhooks/webhook-request';
import { REFUSED, UPLOADED } from '../../../support/image-event';

const NOW = new Date('2026-03-04T05:10:00.999Z');
const OPEN: Webhook = {
  id: '0123456789abcdef0123456789abcdef',
  name: 'backend',
  url: 'https://hooks.example/images?key=1',
  createdAt: '2026-03-01T00:00:00.000Z',
};
const SECRET = { ...OPEN, secret: 'shh' };

describe('the request of a webhook', () => {
  it('tells of an upload in the envelope of Cloudflare', () => {
    const { url, body } = webhookRequest(UPLOADED, OPEN, NOW);

    expect(url).toBe(OPEN.url);
    expect(JSON.parse(body)).toEqual({
      name: 'backend',
      text: 'Image 7d0c3b52 was uploaded.',
      ts: 1772600767,
      account_id: UPLOADED.accountId,
      policy_id: OPEN.id,
      policy_name: 'images',
      alert_type: 'image_notification',
      alert_correlation_id: UPLOADED.id,
      alert_event: 'ALERT_STATE_EVENT_START',
      data: { event: 'image.uploaded', image: UPLOADED.image },
    });
  });

  it('tells of a refusal with its reason', () => {
    const { body } = webhookRequest(REFUSED, OPEN, NOW);

    expect(JSON.parse(body)).toMatchObject({
      text: 'An upload of image 7d0c3b52 failed: no image',
      data: { event: 'image.upload_failed', error: { code: 5455, message: 'no image' } },
    });
  });

  it('carries the secret and a signature of exactly what it sends', () => {
    const { headers, body } = webhookRequest(UPLOADED, SECRET, NOW);

    expect(headers).toEqual({
      'content-type': 'application/json',
      'cf-webhook-auth': 'shh',
      'webhook-id': UPLOADED.id,
      'webhook-timestamp': '1772601000',
      'webhook-signature': signWebhook('shh', { id: UPLOADED.id, timestampSeconds: 1772601000, body }),
    });
  });

  it('carries neither without a secret', () => {
    const { headers } = webhookRequest(UPLOADED, OPEN, NOW);

    expect(Object.keys(headers).sort()).toEqual(['content-type', 'webhook-id', 'webhook-timestamp']);
  });

  it('has the same id and body an hour later, and the time of that attempt', () => {
    const first = webhookRequest(UPLOADED, SECRET, NOW);
    const second = webhookRequest(UPLOADED, SECRET, new Date(NOW.getTime() + 3_600_000));

    expect(second.body).toBe(first.body);
    expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(second.headers['webhook-timestamp']).toBe('1772604600');
    expect(second.headers['webhook-signature']).not.toBe(first.headers['webhook-signature']);
  });
});
