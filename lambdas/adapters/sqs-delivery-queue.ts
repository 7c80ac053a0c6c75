import { ChangeMessageVisibilityCommand, SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { DeliveryQueue, WebhookDelivery } from '../core/webhooks/fan-out';

/** The queue of deliveries, which is also the queue they are taken from. */
export class SqsDeliveryQueue implements DeliveryQueue {
  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
  ) {}

  /**
   * The destination is the group: SQS then lets messages of others through first when one destination has a backlog (fair
   * queues, SQS developer guide).
   */
  async send(delivery: WebhookDelivery): Promise<void> {
    await this.client.send(
      new SendMessageCommand({
        QueueUrl: this.queueUrl,
        MessageBody: JSON.stringify(delivery),
        MessageGroupId: delivery.webhookId,
      }),
    );
  }

  /** Hides a message that is being handled for so long from now. */
  async postpone(receiptHandle: string, delaySeconds: number): Promise<void> {
    await this.client.send(
      new ChangeMessageVisibilityCommand({
        QueueUrl: this.queueUrl,
        ReceiptHandle: receiptHandle,
        VisibilityTimeout: delaySeconds,
      }),
    );
  }
}
