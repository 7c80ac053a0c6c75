import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';

/** Props of `AlarmTopic`. */
export interface AlarmTopicProps {
  /** Subscribed at once; the address must confirm. @default nobody is subscribed */
  readonly email?: string | undefined;
}

/** Where alarms go. Encrypted with a key of its own: CloudWatch cannot publish under the key that AWS manages for SNS. */
export class AlarmTopic extends Construct {
  readonly topic: Topic;

  constructor(scope: Construct, id: string, props: AlarmTopicProps) {
    super(scope, id);
    const key = new Key(this, 'Key', {
      description: 'Encrypts alarm notifications of direct uploads',
      enableKeyRotation: true,
      // It protects messages on their way, nothing that is kept.
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.topic = new Topic(this, 'Topic', { masterKey: key, enforceSSL: true });
    key.addToResourcePolicy(this.allowAlarms(['kms:Decrypt', 'kms:GenerateDataKey*'], '*'));
    // A topic with a policy of its own, here the one that demands TLS, has lost the default that lets alarms in.
    this.topic.addToResourcePolicy(this.allowAlarms(['sns:Publish'], this.topic.topicArn));
    Validations.of(this.topic).acknowledge({
      id: 'Serverless-SNSRedrivePolicy',
      reason: 'A lost e-mail hides nothing: the alarm stays raised on the dashboard.',
    });
    if (props.email !== undefined) this.topic.addSubscription(new EmailSubscription(props.email));
  }

  /** CloudWatch, on behalf of this account's alarms only. */
  private allowAlarms(actions: string[], resource: string): PolicyStatement {
    return new PolicyStatement({
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions,
      resources: [resource],
      conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
    });
  }
}
