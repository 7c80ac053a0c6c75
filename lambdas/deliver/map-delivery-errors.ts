import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { DeliveryError, type DeliveryFailure } from '../core/delivery/delivery-error';
import { deliveryErrorAnswer, describeDeliveryError } from '../http/delivery-error';
import { countRefusal, type MetricSink } from './delivery-metrics';
import type { StreamedAnswer } from './streamed-answer';

const FAULTS: readonly DeliveryFailure[] = ['rendering-failed', 'original-missing'];

/** What `mapDeliveryErrors` reports to. */
export interface MapDeliveryErrorsDeps {
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly metrics: MetricSink;
}

/**
 * Whether it is we who are to blame. A missing original is answered as "not found", but it is we who lost it; being asked
 * too much is no fault.
 */
const isFault = (error: unknown): boolean =>
  !(error instanceof DeliveryError) || FAULTS.includes(error.failure);

/**
 * Turns every thrown error into its text answer and logs it once: faults of ours with their cause, refusals by code.
 * The query is never logged: it holds signatures.
 */
export const mapDeliveryErrors = ({
  logger,
  metrics,
}: MapDeliveryErrorsDeps): MiddlewareObj<LambdaFunctionURLEvent, StreamedAnswer> => ({
  after: function mapDeliveryErrorsAfter(): void {
    metrics.publishStoredMetrics();
  },
  onError: function mapDeliveryErrorsOnError(request): void {
    const { error, event } = request;
    const { code, message } = describeDeliveryError(error);
    const path = event.rawPath;
    if (isFault(error)) logger.error('Delivery failed', { code, path, error });
    else logger.warn('Delivery refused', { code, path, reason: message });
    countRefusal(metrics, isFault(error) ? 'fault' : 'refused');
    metrics.publishStoredMetrics();
    request.response = deliveryErrorAnswer(error);
  },
});
