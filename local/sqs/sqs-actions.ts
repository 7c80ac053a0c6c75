import { createHash } from 'node:crypto';
import * as z from 'zod';
import { ServiceError } from '../aws-api/service-error';
import type { Queue } from './queue';

/** SQS's own limits (SQS developer guide, "Message quotas"; API reference, ChangeMessageVisibility). */
const MAX_MESSAGE_BYTES = 1024 * 1024;
const MAX_VISIBILITY_SECONDS = 12 * 3600;

/** Unknown parameters are refused: what the local service does not do must not pass unnoticed. */
const sendMessage = z.strictObject({
  QueueUrl: z.string(),
  MessageBody: z.string().min(1),
  // Decides who is first when a tenant has a backlog (fair queues); nobody on a laptop has one.
  MessageGroupId: z.string().min(1).max(128).optional(),
});

const changeMessageVisibility = z.strictObject({
  QueueUrl: z.string(),
  ReceiptHandle: z.string(),
  VisibilityTimeout: z.number().int().min(0).max(MAX_VISIBILITY_SECONDS),
});

const parse = <S extends z.ZodType>(schema: S, input: unknown): z.infer<S> => {
  const parsed = schema.safeParse(input);
  if (!parsed.success) throw new ServiceError(400, 'InvalidParameterValue', z.prettifyError(parsed.error));
  return parsed.data;
};

/** The actions that there are, by their name in `X-Amz-Target`; each resolves to the answer's JSON. */
export const SQS_ACTIONS: Readonly<Record<string, (queue: Queue, input: unknown) => Promise<object>>> = {
  SendMessage: async (queue, input) => {
    const { MessageBody } = parse(sendMessage, input);
    if (Buffer.byteLength(MessageBody) > MAX_MESSAGE_BYTES)
      throw new ServiceError(
        400,
        'InvalidParameterValue',
        `A message holds at most ${MAX_MESSAGE_BYTES} bytes.`,
      );
    const MessageId = await queue.send(MessageBody);
    return { MessageId, MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') };
  },
  ChangeMessageVisibility: async (queue, input) => {
    const { ReceiptHandle, VisibilityTimeout } = parse(changeMessageVisibility, input);
    if (!queue.release(ReceiptHandle, VisibilityTimeout))
      throw new ServiceError(400, 'ReceiptHandleIsInvalid', 'The input receipt handle is invalid.');
    return {};
  },
};
