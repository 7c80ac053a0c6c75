import type { DeliveryOutcome } from '../core/webhooks/deliver-webhook';

/** The part of Powertools' metrics that counting deliveries uses. */
export interface NotifyMetrics {
  addMetric(name: string, unit: 'Count', value: number): unknown;
  publishStoredMetrics(): unknown;
}

const METRIC_NAMES = {
  delivered: 'WebhooksDelivered',
  failed: 'WebhookAttemptsFailed',
  gone: 'WebhooksDropped',
  deleted: 'WebhooksDropped',
} as const satisfies Record<DeliveryOutcome['kind'], string>;

/** Counts one attempt, and publishes at once. */
export const countAttempt = (metrics: NotifyMetrics, { kind }: DeliveryOutcome): void => {
  metrics.addMetric(METRIC_NAMES[kind], 'Count', 1);
  metrics.publishStoredMetrics();
};
