import type { Logger } from '@aws-lambda-powertools/logger';
import type { MiddlewareObj } from '@middy/core';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { deliveryErrorAnswer, describeDeliveryError } from '../http/delivery-error';
import { countRefusal, type MetricSink } from './delivery-metrics';
import type { StreamedAnswer } from './streamed-answer';

/** What `mapDeliveryErrors` reports to. */
export interface MapDeliveryErrorsDeps {
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly metrics: MetricSink;
}

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
    const { status, code, message } = describeDeliveryError(request.error);
    const path = request.event.rawPath;
    // A missing original is answered as "not found", but it is we who lost it; being asked too much is no fault.
    const isFault = (status >= 500 && status !== 503) || code === 9404;
    if (isFault) logger.error('Delivery failed', { code, path, error: request.error });
    else logger.warn('Delivery refused', { code, path, reason: message });
    countRefusal(metrics, isFault ? 'fault' : 'refused');
    metrics.publishStoredMetrics();
    request.response = deliveryErrorAnswer(request.error);
  },
});
