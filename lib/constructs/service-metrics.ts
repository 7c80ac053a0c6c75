import {
  type CustomMetricGroup,
  type MetricFactory,
  MetricStatistic,
  type MetricWithAlarmSupport,
} from 'cdk-monitoring-constructs';
import { METRICS_NAMESPACE } from './service-function';

type Counter = 'DraftsMinted' | 'ImagesPublished' | 'ReplaysDiscarded';

/** The widgets of the functions' own metrics (EMF, namespace `DirectUpload`, dimension `service`). */
export const serviceMetricGroups = (factory: MetricFactory): CustomMetricGroup[] => {
  const metric = (
    name: Counter | 'DraftToPublishedSeconds',
    service: string,
    statistic: MetricStatistic,
    label: string,
  ): MetricWithAlarmSupport =>
    factory.createMetric(name, statistic, label, { service }, undefined, METRICS_NAMESPACE);
  return [
    {
      title: 'Uploads',
      metrics: [
        metric('DraftsMinted', 'mint', MetricStatistic.SUM, 'drafts minted'),
        metric('ImagesPublished', 'ingest', MetricStatistic.SUM, 'images published'),
        metric('ReplaysDiscarded', 'ingest', MetricStatistic.SUM, 'replays discarded'),
      ],
    },
    {
      title: 'Uploads refused, by code',
      metrics: [
        {
          namespace: METRICS_NAMESPACE,
          searchQuery: 'UploadsRefused',
          // A search matches the dimensions by name; the codes are found as they come.
          dimensionsMap: { service: 'ingest', code: '' },
          statistic: MetricStatistic.SUM,
        },
      ],
    },
    {
      title: 'Draft to published, seconds',
      metrics: [
        metric('DraftToPublishedSeconds', 'ingest', MetricStatistic.P50, 'p50'),
        metric('DraftToPublishedSeconds', 'ingest', MetricStatistic.P99, 'p99'),
      ],
    },
  ];
};
