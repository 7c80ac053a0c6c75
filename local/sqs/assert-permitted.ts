import * as z from 'zod';
import { type Conditions, conditionsHold } from '../iam/conditions';
import type { Iam } from '../iam/iam';
import { resourceStatement } from '../iam/statement';
import { matchesWildcard } from '../iam/wildcard';
import type { Template } from '../template/template';
import { TemplateError } from '../template/template-error';

/** What the pollers of Lambda do with a queue, as the function's role. */
const POLLER_ACTIONS = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'];

const queuePolicy = z.object({
  Queues: z.array(z.string()),
  PolicyDocument: z.object({ Statement: z.array(resourceStatement) }),
});

interface QueueStatement {
  readonly actions: readonly string[];
  readonly services: readonly string[];
  readonly conditions: Conditions;
}

/** Allow statements of the queue's policies. Deny statements there refuse plain HTTP, which does not apply here. */
const allowStatements = (template: Template, queueArn: string): QueueStatement[] =>
  template.ofType('AWS::SQS::QueuePolicy').flatMap(({ properties }) => {
    const { Queues, PolicyDocument } = queuePolicy.parse(properties);
    const name = queueArn.split(':').at(-1) ?? '';
    if (!Queues.some((url) => url.endsWith(`/${name}`))) return [];
    return PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Allow').map((statement) => ({
      actions: statement.Action,
      services: statement.Principal === '*' ? ['*'] : (statement.Principal['Service'] ?? []),
      conditions: statement.Condition,
    }));
  });

/** True when a policy of the queue lets a service of AWS send to it on behalf of the resource. */
const maySend = (template: Template, queueArn: string, service: string, sourceArn: string): boolean => {
  const context = { 'aws:SourceArn': sourceArn, 'aws:SourceAccount': queueArn.split(':')[4] ?? '' };
  return allowStatements(template, queueArn).some(
    ({ actions, services, conditions }) =>
      actions.some((action) => matchesWildcard(action.toLowerCase(), 'sqs:sendmessage')) &&
      services.some((allowed) => allowed === '*' || allowed === service) &&
      conditionsHold(conditions, context),
  );
};

/**
 * Makes sure that S3 may send a bucket's events to the queue, which AWS checks when the stack is deployed.
 * @throws TemplateError naming the bucket and the queue.
 */
export const assertMayNotify = (template: Template, bucketName: string, queueArn: string): void => {
  if (!maySend(template, queueArn, 's3.amazonaws.com', `arn:aws:s3:::${bucketName}`))
    throw new TemplateError(bucketName, `no AWS::SQS::QueuePolicy lets S3 send its events to ${queueArn}`);
};

/**
 * Makes sure that EventBridge may send what a rule matches to the queue; in AWS it would fail with every event.
 * @throws TemplateError naming the rule and the queue.
 */
export const assertRuleMayNotify = (template: Template, ruleArn: string, queueArn: string): void => {
  if (!maySend(template, queueArn, 'events.amazonaws.com', ruleArn))
    throw new TemplateError(ruleArn, `no AWS::SQS::QueuePolicy lets EventBridge send to ${queueArn}`);
};

/**
 * Makes sure that the functions behind the event source mappings may take messages from their queues.
 * @throws TemplateError naming the mapping and the missing action.
 */
export const assertMayPoll = (template: Template, iam: Pick<Iam, 'issue' | 'isAllowed'>): void => {
  for (const { logicalId, properties } of template.ofType('AWS::Lambda::EventSourceMapping')) {
    const name = String(properties['FunctionName']).split(':').at(-1);
    const target = template
      .ofType('AWS::Lambda::Function')
      .find((candidate) => template.resolve({ Ref: candidate.logicalId }) === name);
    const { accessKeyId } = iam.issue(String(target?.properties['Role']));
    const missing = POLLER_ACTIONS.find(
      (action) => !iam.isAllowed(accessKeyId, action, String(properties['EventSourceArn'])),
    );
    if (missing) throw new TemplateError(logicalId, `the role of ${name} lacks ${missing} on its queue`);
  }
};
