import type { Context, SQSEvent } from 'aws-lambda';
import { accountHash } from '../../../lambdas/core/account';
import type { ImageEvent } from '../../../lambdas/core/image-event';
import type { WebhookDelivery } from '../../../lambdas/core/webhooks/fan-out';
import type { Webhook } from '../../../lambdas/core/webhooks/webhook';
import type { WebhookRequest } from '../../../lambdas/core/webhooks/webhook-request';
import { createHandler, type NotifyDeps } from '../../../lambdas/notify/handler';
import { UPLOADED } from '../../support/image-event';
import { ACCOUNT } from '../../support/image-fixtures';
import { InMemoryWebhooks } from '../../support/in-memory/in-memory-webhooks';
import { RecordingLogger } from '../../support/in-memory/recording-logger';

const webhook = (id: string): Webhook => ({
  id,
  name: id,
  url: `https://${id}.example/path-secret?query-secret`,
  secret: 'header-secret',
  createdAt: '2026-03-01T00:00:00.000Z',
});

/** What EventBridge puts into the queue. */
const fromBus = (event: ImageEvent) =>
  JSON.stringify({ version: '0', source: 'direct-upload.images', 'detail-type': event.type, detail: event });
const delivery = (webhookId: string) => JSON.stringify({ webhookId, event: UPLOADED });

const batch = (bodies: readonly string[], attempt = 1): SQSEvent =>
  ({
    Records: bodies.map((body, index) => ({
      messageId: `message-${index}`,
      receiptHandle: `handle-${index}`,
      body,
      attributes: { ApproximateReceiveCount: String(attempt) },
    })),
  }) as unknown as SQSEvent;

const setUp = async (
  statuses: Readonly<Record<string, number>> = {},
  overrides: Partial<NotifyDeps> = {},
) => {
  const webhooks = new InMemoryWebhooks();
  for (const id of ['one', 'two']) await webhooks.add(accountHash(ACCOUNT), webhook(id));
  const sent: WebhookRequest[] = [];
  const queued: WebhookDelivery[] = [];
  const postponed: [string, number][] = [];
  const counted: string[] = [];
  const logger = new RecordingLogger();
  const handler = createHandler({
    webhooks,
    deliveries: { send: async (each) => void queued.push(each) },
    sender: {
      send: async (request) => {
        sent.push(request);
        return statuses[new URL(request.url).host] ?? 200;
      },
    },
    postpone: async (...call) => void postponed.push(call),
    random: () => 0,
    clock: () => new Date('2026-03-04T05:10:00.000Z'),
    logger,
    metrics: { addMetric: (name) => counted.push(name), publishStoredMetrics: () => undefined },
    ...overrides,
  });
  const run = (bodies: readonly string[], attempt?: number) =>
    handler(batch(bodies, attempt), { awsRequestId: 'req-1' } as Context);
  return { run, webhooks, sent, queued, postponed, counted, logger };
};

describe('the notify function', () => {
  it('turns an event of the bus into one delivery for each destination, and sends nothing yet', async () => {
    const { run, queued, sent } = await setUp();

    const answer = await run([fromBus(UPLOADED)]);

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(queued).toEqual([
      { webhookId: 'one', event: UPLOADED },
      { webhookId: 'two', event: UPLOADED },
    ]);
    expect(sent).toEqual([]);
  });

  it('understands the deliveries that it makes', async () => {
    const { run, queued, sent, counted } = await setUp();
    await run([fromBus(UPLOADED)]);

    const answer = await run(queued.map((each) => JSON.stringify(each)));

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(sent.map(({ url }) => new URL(url).host)).toEqual(['one.example', 'two.example']);
    expect(counted).toEqual(['WebhooksDelivered', 'WebhooksDelivered']);
  });

  it('reports and postpones only the delivery that failed', async () => {
    const { run, postponed, counted } = await setUp({ 'one.example': 503 });

    const answer = await run([delivery('one'), delivery('two')]);

    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
    expect(postponed).toEqual([['handle-0', 30]]);
    expect(counted.sort()).toEqual(['WebhookAttemptsFailed', 'WebhooksDelivered']);
  });

  it.each([
    [2, 120],
    [3, 600],
    [7, 36_000],
  ])('waits longer after attempt %i: %i seconds', async (attempt, seconds) => {
    const { run, postponed } = await setUp({ 'one.example': 500 });

    await run([delivery('one')], attempt);

    expect(postponed).toEqual([['handle-0', seconds]]);
  });

  it('leaves the last attempt to the queue, which gives it up', async () => {
    const { run, postponed } = await setUp({ 'one.example': 500 });

    const answer = await run([delivery('one')], 8);

    expect(answer.batchItemFailures).toHaveLength(1);
    expect(postponed).toEqual([]);
  });

  it('is done with what was deleted or is gone', async () => {
    const { run, sent, counted } = await setUp({ 'one.example': 410 });

    const answer = await run([delivery('one'), delivery('deleted')]);

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(sent).toHaveLength(1);
    expect(counted).toEqual(['WebhooksDropped', 'WebhooksDropped']);
  });

  it('sends a repeated event under the same id', async () => {
    const { run, sent } = await setUp();

    await run([delivery('one')]);
    await run([delivery('one')], 2);

    expect(sent.map(({ headers }) => headers['webhook-id'])).toEqual([UPLOADED.id, UPLOADED.id]);
  });

  it.each(['no JSON', '{}', '{"webhookId":"one"}', '{"detail-type":"image.uploaded","detail":{}}', 'null'])(
    'keeps %s for a human, and handles the rest of the batch',
    async (body) => {
      const { run, sent, logger } = await setUp();

      const answer = await run([body, delivery('two')]);

      expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'message-0' }] });
      expect(sent).toHaveLength(1);
      expect(logger.lines.filter(({ level }) => level === 'error')).toMatchObject([
        { requestId: 'req-1', messageId: 'message-0', attempt: 1 },
      ]);
    },
  );

  it('tries an event again when it could not be fanned out', async () => {
    const { run, postponed } = await setUp(
      {},
      { deliveries: { send: () => Promise.reject(new Error('503')) } },
    );

    const answer = await run([fromBus(UPLOADED)]);

    expect(answer.batchItemFailures).toHaveLength(1);
    expect(postponed).toEqual([['handle-0', 30]]);
  });

  it('still reports a failure that it cannot postpone', async () => {
    const { run, logger } = await setUp(
      { 'one.example': 500 },
      { postpone: () => Promise.reject(new Error('throttled')) },
    );

    const answer = await run([delivery('one')]);

    expect(answer.batchItemFailures).toHaveLength(1);
    expect(logger.lines.at(-1)).toMatchObject({ message: 'Webhook retry not postponed' });
  });

  it('logs the host of a destination and nothing else of its URL, and no secret', async () => {
    const { run, logger } = await setUp({ 'one.example': 500 });

    await run([fromBus(UPLOADED), delivery('one'), delivery('two'), 'no JSON']);

    const logged = JSON.stringify(logger.lines);
    expect(logged).toContain('two.example');
    expect(logged).not.toMatch(/path-secret|query-secret|header-secret/);
    expect(logger.lines).toContainEqual({
      level: 'warn',
      message: 'Webhook failed',
      requestId: 'req-1',
      messageId: 'message-1',
      attempt: 1,
      webhookId: 'one',
      eventId: UPLOADED.id,
      host: 'one.example',
      reason: 'answered 500',
    });
  });
});
