import type { Metrics } from '@aws-lambda-powertools/metrics';
import { MetricUnit } from '@aws-lambda-powertools/metrics';

/** The part of Powertools' metrics that delivery uses. */
export type MetricSink = Pick<Metrics, 'addMetric' | 'publishStoredMetrics'>;

/** A derivative was found, or had to be computed in so many milliseconds. */
export const countDerivative = (
  metrics: MetricSink,
  found: 'hit' | { readonly computedInMilliseconds: number },
) => {
  if (found === 'hit') metrics.addMetric('DerivativeHits', MetricUnit.Count, 1);
  else {
    metrics.addMetric('DerivativeMisses', MetricUnit.Count, 1);
    metrics.addMetric('RenderMilliseconds', MetricUnit.Milliseconds, found.computedInMilliseconds);
  }
};

/** An answer was refused, by its code. */
export const countRefusal = (metrics: MetricSink, code: number) => {
  metrics.addMetric(code === 9523 ? 'DeliveryFaults' : 'DeliveriesRefused', MetricUnit.Count, 1);
};
