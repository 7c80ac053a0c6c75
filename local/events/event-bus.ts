import type { Queue } from '../sqs/queue';
import type { EventEnvelope } from './event-envelope';
import type { EventPattern } from './event-pattern';

/** A rule of a bus that is switched on. */
export interface EventRule {
  readonly matches: EventPattern;
  readonly targets: readonly Pick<Queue, 'send'>[];
}

/** One event bus of the template with its rules. */
export class EventBus {
  constructor(
    readonly arn: string,
    readonly name: string,
    private readonly rules: readonly EventRule[],
  ) {}

  /** Resolves once every target of every rule that matches has the event on disk; no rule need match. */
  async put(event: EventEnvelope): Promise<void> {
    const body = JSON.stringify(event);
    const targets = this.rules.filter(({ matches }) => matches(event)).flatMap((rule) => rule.targets);
    await Promise.all(targets.map((queue) => queue.send(body)));
  }
}
