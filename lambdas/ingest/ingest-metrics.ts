import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { IngestOutcome } from '../core/ingest-upload';

/** The part of Powertools' metrics that ingest uses. */
export type IngestMetrics = Pick<Metrics, 'addMetric' | 'addDimension' | 'publishStoredMetrics'>;

/**
 * Counts one outcome, and publishes at once: `code` is a dimension of refusals only, and a dimension applies to
 * everything that is published together.
 */
export const countOutcome = (metrics: IngestMetrics, outcome: IngestOutcome): void => {
  switch (outcome.kind) {
    case 'published':
      metrics.addMetric('ImagesPublished', MetricUnit.Count, 1);
      metrics.addMetric('DraftToPublishedSeconds', MetricUnit.Seconds, outcome.draftToPublishedSeconds);
      break;
    case 'refused':
      metrics.addDimension('code', String(outcome.refusal.code));
      metrics.addMetric('UploadsRefused', MetricUnit.Count, 1);
      break;
    case 'discarded':
      metrics.addMetric('ReplaysDiscarded', MetricUnit.Count, 1);
      break;
  }
  metrics.publishStoredMetrics();
};
