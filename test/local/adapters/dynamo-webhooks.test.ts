import { DynamoWebhookRepository } from '../../../lambdas/adapters/dynamo-webhook-repository';
import { MAX_WEBHOOKS } from '../../../lambdas/core/webhooks/webhook';
import { useDynalite } from '../../support/dynalite/use-dynalite';
import { describeWebhooks } from '../../support/ports/webhooks-behaviour';

const server = useDynalite();

const setUp = async () => {
  const { client, tableName } = await server.createTable();
  return new DynamoWebhookRepository(client, tableName);
};

describe('webhooks in DynamoDB', () => {
  describeWebhooks(setUp);

  it('are never more than ten and none is lost when many are added at once', async () => {
    const webhooks = await setUp();
    const add = (index: number) =>
      webhooks.add('hash', {
        id: `w${index}`,
        name: 'n',
        url: 'https://a.example',
        createdAt: '2026-03-04T05:06:07.000Z',
      });

    const outcomes = await Promise.allSettled(Array.from({ length: 15 }, (_, index) => add(index)));

    const added = outcomes.filter(({ status }) => status === 'fulfilled');
    expect(added).toHaveLength(MAX_WEBHOOKS);
    expect(await webhooks.list('hash')).toHaveLength(MAX_WEBHOOKS);
  });

  it('never end elsewhere with a secret that was given while they were moved', async () => {
    const webhooks = await setUp();
    const before = { name: 'n', url: 'https://a.example', createdAt: '2026-03-04T05:06:07.000Z' };
    const ids = Array.from({ length: 10 }, (_, index) => `w${index}`);
    for (const id of ids) await webhooks.add('hash', { id, ...before });

    await Promise.allSettled(
      ids.flatMap((id) => [
        webhooks.change('hash', id, { name: 'n', url: 'https://attacker.example' }),
        webhooks.change('hash', id, { name: 'n', url: before.url, secret: 'shh' }),
      ]),
    );

    expect(await webhooks.list('hash')).toEqual(ids.map((id) => ({ id, ...before, secret: 'shh' })));
  });
});
