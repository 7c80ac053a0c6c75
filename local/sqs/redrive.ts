import type { Queue } from './queue';

/**
 * Sends every message of the dead-letter queues back to the queue it came from, to be tried again from the start: what
 * an operator does with `aws sqs start-message-move-task` when the cause is repaired. Returns how many.
 */
export const redrive = async (queues: ReadonlyMap<string, Queue>): Promise<number> => {
  let moved = 0;
  for (const queue of queues.values()) {
    const { redrive: policy } = queue.config;
    const deadLetters = policy && queues.get(policy.deadLetterArn);
    if (deadLetters) moved += await deadLetters.moveAllTo(queue);
  }
  return moved;
};
