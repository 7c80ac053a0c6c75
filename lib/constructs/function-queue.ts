import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** A queue that a function works off, and where what fails for good stays. */
export interface FunctionQueue {
  readonly queue: Queue;
  readonly deadLetterQueue: Queue;
}

/** What a queue must know of its function. */
export interface FunctionQueueProps {
  readonly functionTimeout: Duration;
  /** How often a message is tried before it goes to the dead-letter queue. */
  readonly maxAttempts: number;
}

/**
 * Makes a queue for one function in `scope`. What fails for good stays two weeks in its dead-letter queue, the longest
 * that SQS keeps anything; somebody has to look at it by then.
 */
export const createFunctionQueue = (
  scope: Construct,
  { functionTimeout, maxAttempts }: FunctionQueueProps,
): FunctionQueue => {
  const deadLetterQueue = new Queue(scope, 'DeadLetterQueue', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  Validations.of(deadLetterQueue).acknowledge({
    id: 'Serverless-SQSRedrivePolicy',
    reason: 'It is the dead-letter queue.',
  });
  const queue = new Queue(scope, 'Queue', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    // Six times the function's timeout, as Lambda asks for, so that no message is read twice while it is worked on.
    visibilityTimeout: Duration.seconds(functionTimeout.toSeconds() * 6),
    retentionPeriod: Duration.days(4),
    deadLetterQueue: { queue: deadLetterQueue, maxReceiveCount: maxAttempts },
  });
  return { queue, deadLetterQueue };
};

/** Why a function behind such a queue has no failure destination of its own. */
export const acknowledgeQueueRedrives = (consumer: Construct): void =>
  Validations.of(consumer).acknowledge({
    id: 'Serverless-LambdaEventSourceMappingDestination',
    reason: 'Lambda has no such destination for SQS: the queue itself redrives to its dead-letter queue.',
  });
