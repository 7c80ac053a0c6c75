import { MetricUnit } from '@aws-lambda-powertools/metrics';

/** The part of Powertools' metrics that delivery uses. */
export interface MetricSink {
  addMetric(name: string, unit: (typeof MetricUnit)[keyof typeof MetricUnit], value: number): unknown;
  publishStoredMetrics(): unknown;
}

/** A derivative was found, or had to be computed in so many milliseconds. */
export const countDerivative = (
  metrics: MetricSink,
  found: 'hit' | { readonly computedInMilliseconds: number },
): void => {
  if (found === 'hit') {
    metrics.addMetric('DerivativeHits', MetricUnit.Count, 1);
    return;
  }
  metrics.addMetric('DerivativeMisses', MetricUnit.Count, 1);
  metrics.addMetric('RenderMilliseconds', MetricUnit.Milliseconds, found.computedInMilliseconds);
};

/** A delivery was refused, or failed for a reason that nobody foresaw. */
export const countRefusal = (metrics: MetricSink, reason: 'refused' | 'fault'): void => {
  metrics.addMetric(reason === 'fault' ? 'DeliveryFaults' : 'DeliveriesRefused', MetricUnit.Count, 1);
};
