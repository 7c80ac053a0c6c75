import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MessageStore } from '../../../local/sqs/message-store';
import { Queue, type QueueConfig } from '../../../local/sqs/queue';

/** The queue under test. */
export const QUEUE_ARN = 'arn:aws:sqs:us-east-1:000000000000:Uploads';
/** Its dead-letter queue. */
export const DLQ_ARN = 'arn:aws:sqs:us-east-1:000000000000:Dead';

/** A queue and its dead-letter queue in a folder of their own, with a clock that stands still. */
export class TestQueues {
  readonly folder = mkdtempSync(join(tmpdir(), 'local-sqs-'));
  /** Unix milliseconds; undefined: the real clock. */
  now: number | undefined = 1_000_000;

  /** Opens both queues from what is on disk; call again to restart. */
  open(overrides: Partial<QueueConfig> = {}): { queue: Queue; dead: Queue } {
    const now = () => this.now ?? Date.now();
    const config = { visibilityTimeoutSeconds: 30, delaySeconds: 0 };
    const dead = new Queue(
      { ...config, arn: DLQ_ARN },
      new MessageStore(join(this.folder, 'dead')),
      undefined,
      now,
    );
    const queue = new Queue(
      { ...config, arn: QUEUE_ARN, redrive: { deadLetterArn: DLQ_ARN, maxReceiveCount: 3 }, ...overrides },
      new MessageStore(join(this.folder, 'uploads')),
      dead,
      now,
    );
    return { queue, dead };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}
