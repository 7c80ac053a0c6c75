import { envSchema } from '../../../lambdas/notify/env';
import { loadEnv } from '../../../lambdas/runtime/load-env';

const COMPLETE = {
  TABLE_NAME: 'table',
  QUEUE_URL: 'https://sqs.eu-west-1.amazonaws.com/123456789012/webhooks',
  WEBHOOK_EXEMPT_HOSTS: '["hooks.example.internal:8080"]',
};

describe('the environment of notify', () => {
  it('is the table, the queue and the hosts that are exempt', () => {
    expect(loadEnv(envSchema, COMPLETE)).toEqual({
      ...COMPLETE,
      WEBHOOK_EXEMPT_HOSTS: ['hooks.example.internal:8080'],
    });
  });

  it.each(['TABLE_NAME', 'QUEUE_URL', 'WEBHOOK_EXEMPT_HOSTS'])('is broken without %s', (name) => {
    expect(() => loadEnv(envSchema, { ...COMPLETE, [name]: undefined })).toThrow(`${name}: must be set`);
  });

  it('is broken with hosts that are no list', () => {
    expect(() => loadEnv(envSchema, { ...COMPLETE, WEBHOOK_EXEMPT_HOSTS: 'hooks:80' })).toThrow(
      'WEBHOOK_EXEMPT_HOSTS: must be a JSON list',
    );
  });
});
