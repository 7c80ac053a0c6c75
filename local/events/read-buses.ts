import * as z from 'zod';
import { assertRuleMayNotify } from '../sqs/assert-permitted';
import type { Queue } from '../sqs/queue';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { EventBus, type EventRule } from './event-bus';
import { readEventPattern } from './event-pattern';

/** How a target is retried does not matter here: an event is on disk before it is answered. */
const target = z.strictObject(
  {
    Id: z.string(),
    Arn: z.string(),
    RetryPolicy: z.unknown().optional(),
    DeadLetterConfig: z.unknown().optional(),
  },
  'the local service sends whole events to queues, with no input or parameters of their own',
);

const ruleProperties = z.object({
  EventBusName: z.string('the local service has no default bus: name one of the template'),
  EventPattern: z.unknown(),
  State: z.enum(['ENABLED', 'DISABLED']).default('ENABLED'),
  Targets: z.array(target).default([]),
  ScheduleExpression: z.undefined('the local service has no schedules').optional(),
});

type RuleProperties = z.infer<typeof ruleProperties>;

const parseRule = ({ logicalId, properties }: Resource): RuleProperties => {
  const parsed = ruleProperties.safeParse(properties);
  if (!parsed.success) throw new TemplateError(logicalId, z.prettifyError(parsed.error));
  return parsed.data;
};

/** What connects rules with queues. */
interface Surroundings {
  readonly template: Template;
  /** By ARN. */
  readonly queues: ReadonlyMap<string, Queue>;
}

const readRule = (logicalId: string, rule: RuleProperties, { template, queues }: Surroundings): EventRule => {
  const ruleArn = String(template.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }));
  const targets = rule.Targets.map(({ Arn }) => {
    const queue = queues.get(Arn);
    if (!queue) throw new TemplateError(logicalId, `${Arn} is not a queue of the template`);
    assertRuleMayNotify(template, ruleArn, Arn);
    return queue;
  });
  return { matches: readEventPattern(rule.EventPattern, `${logicalId}.EventPattern`), targets };
};

/**
 * The event buses of the template with their rules.
 * @throws TemplateError for a rule that cannot run here: on no bus of the template, with a target that is no queue or
 * takes nothing from it, or with a pattern that is not evaluated.
 */
export const readBuses = (surroundings: Surroundings): EventBus[] => {
  const { template } = surroundings;
  const buses = template.ofType('AWS::Events::EventBus').map(({ logicalId }) => ({
    arn: String(template.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] })),
    name: String(template.resolve({ Ref: logicalId })),
    rules: [] as EventRule[],
  }));
  for (const resource of template.ofType('AWS::Events::Rule')) {
    const properties = parseRule(resource);
    const bus = buses.find(({ arn, name }) => [arn, name].includes(properties.EventBusName));
    if (!bus)
      throw new TemplateError(resource.logicalId, `${properties.EventBusName} is not a bus of the template`);
    const rule = readRule(resource.logicalId, properties, surroundings);
    if (properties.State === 'ENABLED') bus.rules.push(rule);
  }
  return buses.map(({ arn, name, rules }) => new EventBus(arn, name, rules));
};
