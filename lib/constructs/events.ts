import { Stack } from 'aws-cdk-lib';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** The `source` of the events that this service sends; the same as in `lambdas/core/image-event.ts`. */
export const IMAGE_EVENT_SOURCE = 'direct-upload.images';

/**
 * The bus on which apps hear what became of uploads (docs/events.md). Its name is made of the stack's, so that an app
 * can name it in a rule of its own before it has looked at any output. Not the default bus: who may send to that one
 * could pass for this service, and every rule of the account would be asked about every upload.
 *
 * Encrypted with the key that AWS owns, like the table: events are on their way for seconds, and a key of the account
 * would have to let in every rule that an app adds.
 */
export class Events extends Construct {
  readonly bus: EventBus;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', {
      eventBusName: `${Stack.of(this).stackName}-events`,
      description: 'What became of direct uploads: image.uploaded, image.upload_failed',
    });
  }

  /** Allows sending events to this bus, and only as this service. */
  grantPublish(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['events:PutEvents'],
      resourceArns: [this.bus.eventBusArn],
      conditions: { StringEquals: { 'events:source': IMAGE_EVENT_SOURCE } },
    });
  }
}
