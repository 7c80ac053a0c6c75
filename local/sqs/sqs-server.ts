import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { accessKeyOf } from '../aws-api/access-key';
import { ServiceError } from '../aws-api/service-error';
import { type ServiceAnswer, startServiceApi } from '../aws-api/start-service-api';
import type { RunningServer } from '../gateway/start-server';
import type { Iam } from '../iam/iam';
import type { Queue } from './queue';
import { SQS_ACTIONS } from './sqs-actions';

/** How SQS runs. */
export interface SqsOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly iam: Pick<Iam, 'credentialsOf' | 'isAllowed'>;
  /** By ARN. */
  readonly queues: ReadonlyMap<string, Queue>;
  /** Takes one line for each refusal and fault. */
  readonly log: (line: string) => void;
}

const MAX_BODY_BYTES = 8 * 1024 * 1024;
const TARGET = /^AmazonSQS\.(\w+)$/;

const parseBody = (body: Buffer): Readonly<Record<string, unknown>> => {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  } catch {
    // Answered below.
  }
  throw new ServiceError(400, 'SerializationException', 'The body is no JSON object.');
};

/** The queue of a URL such as `https://sqs.us-east-1.amazonaws.com/000000000000/Name`, by its last two segments. */
const queueOf = (queues: ReadonlyMap<string, Queue>, url: unknown): Queue => {
  const [account, name] = String(url).split('/').slice(-2);
  for (const [arn, queue] of queues) if (arn.endsWith(`:${account}:${name}`)) return queue;
  throw new ServiceError(400, 'QueueDoesNotExist', 'The specified queue does not exist.');
};

const respond = async (
  { iam, queues }: SqsOptions,
  request: IncomingMessage,
  body: Buffer,
): Promise<object> => {
  const accessKeyId = accessKeyOf(request) ?? '';
  if (!iam.credentialsOf(accessKeyId))
    throw new ServiceError(
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    );
  const action = TARGET.exec(String(request.headers['x-amz-target']))?.[1] ?? '';
  const run = SQS_ACTIONS[action];
  if (!run)
    throw new ServiceError(400, 'UnsupportedOperation', `The local service has no SQS action ${action}`);
  const input = parseBody(body);
  const queue = queueOf(queues, input['QueueUrl']);
  const { arn } = queue.config;
  if (!iam.isAllowed(accessKeyId, `sqs:${action}`, arn))
    throw new ServiceError(
      403,
      'AccessDeniedException',
      `User is not authorized to perform: sqs:${action} on resource: ${arn}`,
    );
  return run(queue, input);
};

const json = (status: number, body: object): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
  body: JSON.stringify(body),
});

/**
 * SQS as functions call it (AWS JSON 1.0), with the actions of this product; what delivers messages to functions has the
 * queues in its own process. The access key must be one that was issued and its role must be allowed to.
 */
export const startSqs = (options: SqsOptions): Promise<RunningServer> =>
  startServiceApi({
    ...options,
    name: 'sqs',
    maxBodyBytes: MAX_BODY_BYTES,
    answer: async (request, body) => json(200, await respond(options, request, body)),
    refuse: ({ status, code, message }) => json(status, { __type: `com.amazonaws.sqs#${code}`, message }),
  });
