import { Duration, Stack } from 'aws-cdk-lib';
import type { IRestApi, RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import type { IDistribution } from 'aws-cdk-lib/aws-cloudfront';
import { ComparisonOperator } from 'aws-cdk-lib/aws-cloudwatch';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Topic } from 'aws-cdk-lib/aws-sns';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import {
  type CustomMetricWithAlarm,
  DefaultDashboardFactory,
  MetricStatistic,
  MonitoringFacade,
  SnsAlarmActionStrategy,
} from 'cdk-monitoring-constructs';
import { Construct } from 'constructs';
import { AlarmTopic } from './alarm-topic';
import type { ControlApi } from './control-api';
import { serviceMetricGroups } from './service-metrics';
import type { Webhooks } from './webhooks';

/** Props of `Monitoring`. */
export interface MonitoringProps {
  readonly control: ControlApi;
  readonly uploadApi: RestApi;
  readonly distribution: IDistribution;
  /** By the name they have in the dashboard. */
  readonly functions: Readonly<Record<string, IFunction>>;
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
  readonly webhooks: Webhooks;
  readonly alarmEmail?: string | undefined;
}

/** One bad request is an accident, several in five minutes are a fault. */
const FAULTS = { Critical: { maxErrorCount: 5, datapointsToAlarm: 1 } };

const CONTROL_MAX_LATENCY = Duration.seconds(2);
/** Ten megabytes over a slow line count in full. */
const UPLOAD_MAX_LATENCY = Duration.seconds(15);

/** Half of what SQS lets a queue have in flight (SQS developer guide, "Amazon SQS standard queue quotas"). */
const MAX_IN_FLIGHT = 60_000;

/** One dashboard, and an alarm for everything that a person has to look at. */
export class Monitoring extends Construct {
  readonly topic: Topic;
  readonly dashboardUrl: string;
  private readonly facade: MonitoringFacade;

  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.topic = new AlarmTopic(this, 'Alarms', { email: props.alarmEmail }).topic;
    const { stackName, region } = Stack.of(this);
    const dashboards = new DefaultDashboardFactory(this, 'Dashboards', {
      // A dashboard is seen in all regions of the account.
      dashboardNamePrefix: `${stackName}-${region}`,
    });
    // Alarms must have names; the stack's keeps those of two deployments in one region apart.
    this.facade = new MonitoringFacade(this, 'Facade', {
      alarmFactoryDefaults: {
        alarmNamePrefix: stackName,
        actionsEnabled: true,
        action: new SnsAlarmActionStrategy({ onAlarmTopic: this.topic, onOkTopic: this.topic }),
      },
      dashboardFactory: dashboards,
    });
    this.monitorApis(props);
    this.monitorIngest(props);
    this.monitorWebhooks(props);
    this.monitorFunctions(props.functions);
    this.dashboardUrl = `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/${dashboards.dashboard?.dashboardName ?? ''}`;
  }

  private monitorApis({ control, uploadApi, distribution }: MonitoringProps): void {
    this.facade.addLargeHeader('Direct uploads').monitorCustom({
      humanReadableName: 'Uploads, deliveries, webhooks',
      alarmFriendlyName: 'service',
      metricGroups: serviceMetricGroups(this.facade.createMetricFactory(), Stack.of(this).stackName),
    });
    const { client, images } = control.stages;
    this.monitorApi(control.api, client, 'Control API', CONTROL_MAX_LATENCY);
    this.monitorApi(control.api, images, 'Control API, batch', CONTROL_MAX_LATENCY);
    this.monitorApi(uploadApi, uploadApi.deploymentStage, 'Upload endpoint', UPLOAD_MAX_LATENCY);
    this.facade.monitorCloudFrontDistribution({
      distribution,
      humanReadableName: 'Delivery',
      alarmFriendlyName: 'delivery',
      additionalMetricsEnabled: false,
    });
  }

  private monitorApi(api: RestApi, stage: Stage, name: string, maxLatency: Duration): void {
    this.facade.monitorApiGateway({
      // The library's classes do not satisfy its interfaces under exactOptionalPropertyTypes.
      api: api as IRestApi,
      apiStage: stage.stageName,
      humanReadableName: name,
      alarmFriendlyName: name.toLowerCase().replace(/\W+/g, '-'),
      add5XXFaultCountAlarm: FAULTS,
      addLatencyP90Alarm: { Warning: { maxLatency } },
    });
  }

  private monitorIngest({ queue, deadLetterQueue }: MonitoringProps): void {
    this.facade.monitorSqsQueueWithDlq({
      queue,
      deadLetterQueue,
      humanReadableName: 'Uploads waiting for ingest',
      alarmFriendlyName: 'ingest-queue',
      addQueueMaxMessageAgeAlarm: { Warning: { maxAgeInSeconds: 600, datapointsToAlarm: 2 } },
      addDeadLetterQueueMaxSizeAlarm: {
        Critical: {
          maxMessageCount: 0,
          datapointsToAlarm: 1,
          alarmDescriptionOverride: 'Uploads could not be published; see "Redrive" in docs/operations.md.',
        },
      },
    });
  }

  /** The age of the oldest message says nothing here: what a destination does not take waits for a day. */
  private monitorWebhooks({ webhooks }: MonitoringProps): void {
    this.facade.monitorSqsQueueWithDlq({
      queue: webhooks.queue,
      deadLetterQueue: webhooks.deadLetterQueue,
      humanReadableName: 'Webhooks waiting for delivery',
      alarmFriendlyName: 'webhook-queue',
      addDeadLetterQueueMaxSizeAlarm: {
        Warning: {
          maxMessageCount: 0,
          datapointsToAlarm: 1,
          alarmDescriptionOverride: 'Webhooks were given up; see "Webhooks" in docs/operations.md.',
        },
      },
    });
    this.facade.monitorCustom({
      humanReadableName: 'Webhooks in flight',
      alarmFriendlyName: 'webhooks-in-flight',
      metricGroups: [
        {
          title: 'Webhooks under way or waiting to be tried again',
          metrics: [this.webhooksInFlight(webhooks.queue)],
        },
      ],
    });
  }

  private webhooksInFlight(queue: Queue): CustomMetricWithAlarm {
    return {
      alarmFriendlyName: 'webhooks-in-flight',
      metric: this.facade
        .createMetricFactory()
        .createMetric(
          'ApproximateNumberOfMessagesNotVisible',
          MetricStatistic.MAX,
          'in flight',
          { QueueName: queue.queueName },
          undefined,
          'AWS/SQS',
        ),
      addAlarm: {
        Warning: {
          threshold: MAX_IN_FLIGHT,
          comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD,
          additionalDescription: 'A destination is down for long; see "Webhooks" in docs/operations.md.',
        },
      },
    };
  }

  private monitorFunctions(functions: Readonly<Record<string, IFunction>>): void {
    for (const [name, lambdaFunction] of Object.entries(functions))
      this.facade.monitorLambdaFunction({
        lambdaFunction,
        humanReadableName: `Function ${name}`,
        alarmFriendlyName: `function-${name}`,
        isIterator: false,
        addFaultCountAlarm: FAULTS,
        addThrottlesCountAlarm: { Critical: { maxErrorCount: 5, datapointsToAlarm: 1 } },
      });
  }
}
