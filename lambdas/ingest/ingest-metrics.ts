import type { IngestOutcome } from '../core/ingest-upload';
import { countPublished, countRefused, type UploadMetrics } from '../runtime/upload-metrics';

/** Counts one outcome, and publishes at once. */
export const countOutcome = (metrics: UploadMetrics, outcome: IngestOutcome): void => {
  switch (outcome.kind) {
    case 'published':
      metrics.addMetric('DraftToPublishedSeconds', 'Seconds', outcome.draftToPublishedSeconds);
      countPublished(metrics);
      break;
    case 'refused':
      countRefused(metrics, outcome.refusal.code);
      break;
    case 'discarded':
      metrics.addMetric('ReplaysDiscarded', 'Count', 1);
      if (outcome.announced) metrics.addMetric('EventsSentLate', 'Count', 1);
      metrics.publishStoredMetrics();
      break;
  }
};
