import { Duration } from 'aws-cdk-lib';
import { MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type CustomMetricGroup,
  type MetricFactory,
  MetricStatistic,
  type MetricWithAlarmSupport,
} from 'cdk-monitoring-constructs';
import { METRICS_NAMESPACE } from './service-function';

type Counter = 'DraftsMinted' | 'ImagesPublished' | 'ReplaysDiscarded';

/** One line for each code that occurs; nobody has to list them. */
const refusals = (): MathExpression =>
  new MathExpression({
    expression: `SEARCH('{${METRICS_NAMESPACE},service,code} MetricName="UploadsRefused"', 'Sum', 300)`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch's own label syntax.
    label: "${PROP('Dim.code')}",
    usingMetrics: {},
    period: Duration.minutes(5),
  });

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
    { title: 'Uploads refused, by code', metrics: [refusals()] },
    {
      title: 'Draft to published, seconds',
      metrics: [
        metric('DraftToPublishedSeconds', 'ingest', MetricStatistic.P50, 'p50'),
        metric('DraftToPublishedSeconds', 'ingest', MetricStatistic.P99, 'p99'),
      ],
    },
  ];
};
