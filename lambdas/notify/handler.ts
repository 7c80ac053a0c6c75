import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type DeliverWebhookDeps, deliverWebhook } from '../core/webhooks/deliver-webhook';
import { type FanOutDeps, fanOut, type WebhookDelivery } from '../core/webhooks/fan-out';
import { retryDelaySeconds } from '../core/webhooks/retry-delay';
import { countAttempt, type NotifyMetrics } from './notify-metrics';
import { readMessage } from './read-message';

/** What the notify function needs. */
export type NotifyDeps = Omit<DeliverWebhookDeps, 'onUnrecorded'> &
  FanOutDeps & {
    readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
    readonly metrics: NotifyMetrics;
    /** Hides a message of the queue for so long. */
    readonly postpone: (receiptHandle: string, delaySeconds: number) => Promise<void>;
    /** From 0 to 1. */
    readonly random: () => number;
  };

/** Names and messages only: SDK errors carry more, and a URL may be a secret. */
const loggable = (error: unknown) =>
  error instanceof Error ? { name: error.name, message: error.message } : { message: String(error) };

/** One attempt at one destination. False when it is to be tried again. */
const deliver = async (
  delivery: WebhookDelivery,
  ids: Readonly<Record<string, unknown>>,
  deps: NotifyDeps,
): Promise<boolean> => {
  const keys = { ...ids, webhookId: delivery.webhookId, eventId: delivery.event.id };
  const onUnrecorded = (error: unknown) =>
    deps.logger.warn('Webhook attempt not recorded', { ...keys, error: loggable(error) });
  const outcome = await deliverWebhook(delivery, { ...deps, onUnrecorded });
  const { kind, ...details } = outcome;
  deps.logger[kind === 'failed' ? 'warn' : 'info'](`Webhook ${kind}`, { ...keys, ...details });
  countAttempt(deps.metrics, outcome);
  return kind !== 'failed';
};

const handle = async (
  body: string,
  ids: Readonly<Record<string, unknown>>,
  deps: NotifyDeps,
): Promise<boolean> => {
  const message = readMessage(body);
  if (message.kind === 'delivery') return deliver(message.delivery, ids, deps);
  const destinations = await fanOut(message.event, deps);
  deps.logger.info('Event fanned out', { ...ids, eventId: message.event.id, destinations });
  return true;
};

/** Lets a message come back later than the queue's own visibility timeout; without that it comes back by it. */
const postpone = async (
  { receiptHandle }: SQSRecord,
  attempt: number,
  ids: Readonly<Record<string, unknown>>,
  deps: NotifyDeps,
): Promise<void> => {
  const delaySeconds = retryDelaySeconds(attempt, deps.random());
  if (delaySeconds === undefined) return;
  try {
    await deps.postpone(receiptHandle, delaySeconds);
  } catch (error) {
    deps.logger.warn('Webhook retry not postponed', { ...ids, error: loggable(error) });
  }
};

/** True when the message is done with. */
const handleRecord = async (record: SQSRecord, requestId: string, deps: NotifyDeps): Promise<boolean> => {
  const attempt = Number(record.attributes.ApproximateReceiveCount);
  const ids = { requestId, messageId: record.messageId, attempt };
  let done = false;
  try {
    done = await handle(record.body, ids, deps);
  } catch (error) {
    deps.logger.error('Webhook message not handled, will be tried again', { ...ids, error: loggable(error) });
  }
  if (!done) await postpone(record, attempt, ids, deps);
  return done;
};

/**
 * Turns image events into deliveries, and makes deliveries. The messages of a batch are handled at the same time, since
 * each may wait for a destination; one that fails comes back by itself, later each time, until the queue gives it up.
 */
export const createHandler =
  (deps: NotifyDeps) =>
  async ({ Records }: SQSEvent, { awsRequestId }: Context): Promise<SQSBatchResponse> => {
    const done = await Promise.all(Records.map((record) => handleRecord(record, awsRequestId, deps)));
    const failed = Records.filter((_record, index) => !done[index]);
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
