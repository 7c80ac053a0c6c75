import * as z from 'zod';

/** An answer of DynamoDB: HTTP status and JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

/** Sends one request to DynamoDB. */
export type Send = (operation: string, input: Record<string, unknown>) => Promise<Answer>;

const OPERATIONS = { Put: 'PutItem', Update: 'UpdateItem', Delete: 'DeleteItem' } as const;

const write = z.looseObject({
  TableName: z.string(),
  ConditionExpression: z.string().optional(),
  Key: z.record(z.string(), z.unknown()).optional(),
  Item: z.record(z.string(), z.unknown()).optional(),
});
const request = z.object({
  TransactItems: z
    .array(z.strictObject({ Put: write.optional(), Update: write.optional(), Delete: write.optional() }))
    .min(1)
    .max(100),
});

interface Step {
  readonly index: number;
  readonly operation: (typeof OPERATIONS)[keyof typeof OPERATIONS];
  readonly input: z.infer<typeof write>;
}

interface Done extends Step {
  /** The item before the write; undefined when there was none. */
  readonly old: Record<string, unknown> | undefined;
}

/** What a transaction writes, one entry for each item, for checking permissions. */
export const transactionWrites = (body: unknown): readonly Pick<Step, 'operation' | 'input'>[] => {
  const parsed = request.safeParse(body);
  return parsed.success ? toSteps(parsed.data.TransactItems) : [];
};

const toSteps = (items: z.infer<typeof request>['TransactItems']): Step[] =>
  items.flatMap((item, index) =>
    (Object.keys(OPERATIONS) as (keyof typeof OPERATIONS)[]).flatMap((kind) => {
      const input = item[kind];
      return input ? [{ index, operation: OPERATIONS[kind], input }] : [];
    }),
  );

const primaryKey = (old: Record<string, unknown>, hashKey: string) => ({ [hashKey]: old[hashKey] });

/** Puts back what a write replaced. @throws Error when the engine refuses: the transaction then stays half done. */
const undo = async ({ input, old, operation }: Done, send: Send): Promise<void> => {
  const { TableName, Key, Item } = input;
  const write = async (undoing: string, fields: Record<string, unknown>) => {
    const { status, body } = await send(undoing, { TableName, ...fields });
    if (status !== 200)
      throw new Error(
        `A transaction is half done: ${undoing} in ${TableName} was answered ${status} ${JSON.stringify(body)}`,
      );
  };
  if (old) await write('PutItem', { Item: old });
  // A table of this app has one key attribute, `pk`, so an item that was not there before is named by it.
  else if (operation !== 'DeleteItem')
    await write('DeleteItem', { Key: Key ?? primaryKey(Item ?? {}, 'pk') });
};

const cancelled = (steps: readonly Step[], failed: Step, reason: Answer): Answer => {
  const code =
    String(reason.body['__type'])
      .split('#')
      .at(-1)
      ?.replace(/Exception$/, '') ?? 'ValidationError';
  const reasons = steps.map((step) =>
    step === failed ? { Code: code, Message: reason.body['message'] } : { Code: 'None' },
  );
  return {
    status: 400,
    body: {
      __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
      message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${reasons.map(({ Code }) => Code).join(', ')}]`,
      CancellationReasons: reasons,
    },
  };
};

/**
 * TransactWriteItems in terms of single writes, for an engine that has none; the caller keeps other writes away
 * meanwhile. Writes with a condition go first, so that in a transaction with one condition nothing has to be put back.
 * A reader may see a transaction half done, and killing the process in the middle leaves it so: DynamoDB does better.
 * @throws Error when what was written cannot be put back.
 */
export const transactWrite = async (body: unknown, send: Send): Promise<Answer> => {
  const parsed = request.safeParse(body);
  if (!parsed.success) {
    const message = `The local service supports Put, Update and Delete in transactions: ${z.prettifyError(parsed.error)}`;
    return { status: 400, body: { __type: 'com.amazon.coral.validate#ValidationException', message } };
  }
  const steps = toSteps(parsed.data.TransactItems);
  const conditional = (step: Step) => (step.input.ConditionExpression === undefined ? 1 : 0);
  const done: Done[] = [];
  for (const step of [...steps].sort((a, b) => conditional(a) - conditional(b))) {
    const answer = await send(step.operation, { ...step.input, ReturnValues: 'ALL_OLD' });
    if (answer.status !== 200) {
      for (const earlier of done.reverse()) await undo(earlier, send);
      return cancelled(steps, step, answer);
    }
    done.push({ ...step, old: answer.body['Attributes'] as Record<string, unknown> | undefined });
  }
  return { status: 200, body: {} };
};
