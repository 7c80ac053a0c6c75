import { Duration } from 'aws-cdk-lib';
import { ComparisonOperator, MathExpression, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import {
  type CustomMetricGroup,
  type CustomMetricWithAlarm,
  type MetricFactory,
  MetricStatistic,
  type MetricWithAlarmSupport,
} from 'cdk-monitoring-constructs';

/** Metrics by the function that counts them: `lambdas/mint`, `lambdas/create`, `lambdas/ingest`, `lambdas/deliver`, `lambdas/notify`. */
type MetricName =
  | 'DraftsMinted'
  | 'ImagesPublished'
  | 'ReplaysDiscarded'
  | 'EventsSentLate'
  | 'DraftToPublishedSeconds'
  | 'DerivativeHits'
  | 'DerivativeMisses'
  | 'RenderMilliseconds'
  | 'DeliveriesRefused'
  | 'DeliveryFaults'
  | 'WebhooksDelivered'
  | 'WebhookAttemptsFailed'
  | 'WebhooksDropped';

/** One line for each code that occurs; nobody has to list them. */
const refusals = (namespace: string): MathExpression =>
  new MathExpression({
    expression: `SEARCH('{"${namespace}",service,code} MetricName="UploadsRefused"', 'Sum', 300)`,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: CloudWatch's own label syntax.
    label: "${PROP('Dim.code')}",
    usingMetrics: {},
    period: Duration.minutes(5),
  });

/**
 * The function answers for its faults, so Lambda counts none of them as errors; and what CloudFront counts is in us-east-1
 * only, where an alarm of another region cannot look.
 */
const deliveryFaults = (metric: MetricWithAlarmSupport): CustomMetricWithAlarm => ({
  alarmFriendlyName: 'delivery-faults',
  metric,
  addAlarm: {
    Critical: {
      threshold: 5,
      comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
      datapointsToAlarm: 1,
      // Nothing is counted while nothing fails.
      treatMissingDataOverride: TreatMissingData.NOT_BREACHING,
      additionalDescription: 'Pictures could not be delivered; see the log of `deliver`.',
    },
  },
});

/**
 * The widgets of the functions' own metrics: EMF, in the namespace of the deployment, dimension `service`. With the alarm
 * on faults of delivery.
 */
export const serviceMetricGroups = (factory: MetricFactory, namespace: string): CustomMetricGroup[] => {
  const metric = (
    name: MetricName,
    service: string,
    statistic: MetricStatistic,
    label: string,
  ): MetricWithAlarmSupport =>
    factory.createMetric(name, statistic, label, { service }, undefined, namespace);
  return [
    {
      title: 'Uploads',
      metrics: [
        metric('DraftsMinted', 'mint', MetricStatistic.SUM, 'drafts minted'),
        metric('ImagesPublished', 'ingest', MetricStatistic.SUM, 'images published'),
        metric('ImagesPublished', 'create', MetricStatistic.SUM, 'images created'),
        metric('ReplaysDiscarded', 'ingest', MetricStatistic.SUM, 'replays discarded'),
        metric('EventsSentLate', 'ingest', MetricStatistic.SUM, 'events sent by a later try'),
      ],
    },
    { title: 'Uploads refused, by code', metrics: [refusals(namespace)] },
    {
      title: 'Draft to published, seconds',
      metrics: [
        metric('DraftToPublishedSeconds', 'ingest', MetricStatistic.P50, 'p50'),
        metric('DraftToPublishedSeconds', 'ingest', MetricStatistic.P99, 'p99'),
      ],
    },
    {
      title: 'Delivered pictures',
      metrics: [
        metric('DerivativeHits', 'deliver', MetricStatistic.SUM, 'derivatives found'),
        metric('DerivativeMisses', 'deliver', MetricStatistic.SUM, 'derivatives rendered'),
        metric('DeliveriesRefused', 'deliver', MetricStatistic.SUM, 'refused'),
        deliveryFaults(metric('DeliveryFaults', 'deliver', MetricStatistic.SUM, 'faults')),
      ],
    },
    {
      title: 'Rendering, milliseconds',
      metrics: [
        metric('RenderMilliseconds', 'deliver', MetricStatistic.P50, 'p50'),
        metric('RenderMilliseconds', 'deliver', MetricStatistic.P99, 'p99'),
      ],
    },
    {
      title: 'Webhooks',
      metrics: [
        metric('WebhooksDelivered', 'notify', MetricStatistic.SUM, 'delivered'),
        metric('WebhookAttemptsFailed', 'notify', MetricStatistic.SUM, 'attempts failed'),
        metric('WebhooksDropped', 'notify', MetricStatistic.SUM, 'dropped: deleted or gone'),
      ],
    },
  ];
};
