import { accountHash } from '../../../lambdas/core/account';
import type { ControlAnswer, ControlEvent } from '../../../lambdas/http/control-event';
import { webhookRoutes } from '../../../lambdas/manage/webhook-routes';
import { ACCOUNT } from '../../support/image-fixtures';
import { InMemoryWebhooks } from '../../support/in-memory/in-memory-webhooks';

const ROOT = '/client/v4/accounts/{account_id}/alerting/v3/destinations/webhooks';
const FIELDS = { name: 'backend', url: 'https://hooks.example/images', secret: 'shh' };
const NOW = '2026-03-04T05:06:07.891Z';

const setUp = () => {
  const webhooks = new InMemoryWebhooks();
  let made = 0;
  const routes: Readonly<Record<string, (event: ControlEvent) => Promise<ControlAnswer>>> = webhookRoutes({
    webhooks,
    newWebhookId: () => {
      made += 1;
      return `id-${made}`;
    },
    clock: () => new Date(NOW),
    webhookHosts: { exempt: new Set(), isPublicAddress: () => true },
  });
  const call = async (route: string, webhookId?: string, value?: Record<string, unknown>) => {
    const [method, path] = route.split(' ');
    const event = {
      accountId: ACCOUNT,
      pathParameters: webhookId === undefined ? {} : { webhook_id: webhookId },
      parsedBody: value ? { kind: 'json', value } : { kind: 'form', fields: [], files: [] },
    };
    const answer = await routes[`${method} ${ROOT}${path ?? ''}`]?.(event as unknown as ControlEvent);
    return { status: answer?.statusCode, result: JSON.parse(answer?.body ?? '').result };
  };
  return { call, webhooks };
};

const SHOWN = { id: 'id-1', name: FIELDS.name, url: FIELDS.url, type: 'generic', created_at: NOW };

describe('the routes of webhooks', () => {
  it('answer the id of a new one with 201, as Cloudflare documents it', async () => {
    const { call } = setUp();

    expect(await call('POST', undefined, FIELDS)).toEqual({ status: 201, result: { id: 'id-1' } });
  });

  it('show what was made, never its secret', async () => {
    const { call } = setUp();
    await call('POST', undefined, FIELDS);

    expect(await call('GET')).toEqual({ status: 200, result: [SHOWN] });
    expect(await call('GET /{webhook_id}', 'id-1')).toEqual({ status: 200, result: SHOWN });
  });

  it('show when the last attempts succeeded and failed', async () => {
    const { call, webhooks } = setUp();
    await call('POST', undefined, FIELDS);
    const at = (text: string) => new Date(text);
    await webhooks.recordAttempt(accountHash(ACCOUNT), 'id-1', { succeeded: true, at: at('2026-03-05') });
    await webhooks.recordAttempt(accountHash(ACCOUNT), 'id-1', { succeeded: false, at: at('2026-03-06') });

    const { result } = await call('GET /{webhook_id}', 'id-1');

    expect(result).toEqual({
      ...SHOWN,
      last_success: '2026-03-05T00:00:00.000Z',
      last_failure: '2026-03-06T00:00:00.000Z',
    });
  });

  it('answer the id of one that was changed, and nothing of one that was deleted', async () => {
    const { call, webhooks } = setUp();
    await call('POST', undefined, FIELDS);

    const changed = await call('PUT /{webhook_id}', 'id-1', {
      ...FIELDS,
      name: 'new',
      url: 'https://new.example',
    });
    const [stored] = await webhooks.list(accountHash(ACCOUNT));
    const deleted = await call('DELETE /{webhook_id}', 'id-1');

    expect(changed).toEqual({ status: 200, result: { id: 'id-1' } });
    expect(stored).toMatchObject({ name: 'new', url: 'https://new.example', secret: 'shh' });
    expect(deleted).toEqual({ status: 200, result: {} });
    expect(await call('GET')).toEqual({ status: 200, result: [] });
  });

  it.each(['GET /{webhook_id}', 'DELETE /{webhook_id}'])(
    'do not find what is not there: %s',
    async (route) => {
      await expect(setUp().call(route, 'none')).rejects.toMatchObject({ code: 'resource-not-found' });
    },
  );

  it('refuse what must not be sent to', async () => {
    const { call } = setUp();
    const refused = { code: 'invalid-request', message: 'url must start with https://' };

    await expect(call('POST', undefined, { ...FIELDS, url: 'http://hooks.example' })).rejects.toMatchObject(
      refused,
    );
    expect(await call('GET')).toMatchObject({ result: [] });
  });
});
