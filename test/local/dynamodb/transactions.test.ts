import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand, TransactWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { transactWrite } from '../../../local/dynamodb/transact-write';
import { WriteLock } from '../../../local/dynamodb/write-lock';
import { deferred } from '../../support/deferred';
import { useDynalite } from '../../support/dynalite/use-dynalite';

const server = useDynalite();

const setUp = async () => {
  const { client, tableName: TableName } = await server.createTable();
  const put = (Item: { pk: string; [name: string]: unknown }) =>
    client.send(new PutCommand({ TableName, Item }));
  const get = async (pk: string) => (await client.send(new GetCommand({ TableName, Key: { pk } }))).Item;
  const add = (pk: string) => ({
    Update: {
      TableName,
      Key: { pk },
      UpdateExpression: 'ADD n :one',
      ExpressionAttributeValues: { ':one': 1 },
    },
  });
  const setOnce = (pk: string) => ({
    Put: { TableName, Item: { pk, set: true }, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  return { client, TableName, put, get, add, setOnce };
};

describe('transactions in the local DynamoDB', () => {
  it('write every item', async () => {
    const { client, TableName, put, get, add, setOnce } = await setUp();
    await put({ pk: 'old' });

    await client.send(
      new TransactWriteCommand({
        TransactItems: [add('count'), setOnce('new'), { Delete: { TableName, Key: { pk: 'old' } } }],
      }),
    );

    expect(await get('count')).toEqual({ pk: 'count', n: 1 });
    expect(await get('new')).toEqual({ pk: 'new', set: true });
    expect(await get('old')).toBeUndefined();
  });

  it('write nothing when one condition does not hold, and say which', async () => {
    const { client, TableName, put, get, add, setOnce } = await setUp();
    await put({ pk: 'taken', n: 7 });
    await put({ pk: 'victim', n: 1 });
    const victim = {
      Delete: { TableName, Key: { pk: 'victim' }, ConditionExpression: 'attribute_exists(pk)' },
    };

    const error = await client
      .send(
        new TransactWriteCommand({
          TransactItems: [add('count'), victim, setOnce('fresh'), setOnce('taken')],
        }),
      )
      .catch((caught: unknown) => caught);

    expect(error).toBeInstanceOf(TransactionCanceledException);
    expect((error as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code)).toEqual([
      'None',
      'None',
      'None',
      'ConditionalCheckFailed',
    ]);
    expect(await get('count')).toBeUndefined();
    expect(await get('fresh')).toBeUndefined();
    expect(await get('taken')).toEqual({ pk: 'taken', n: 7 });
    expect(await get('victim')).toEqual({ pk: 'victim', n: 1 });
  });

  it('are not repeated for a request that carries the same token', async () => {
    const { client, get, add } = await setUp();
    const request = { TransactItems: [add('count')], ClientRequestToken: 'token-1' };

    await client.send(new TransactWriteCommand(request));
    await client.send(new TransactWriteCommand(request));

    expect(await get('count')).toEqual({ pk: 'count', n: 1 });
  });

  it('lose no update beside single writes and each other', async () => {
    const { client, TableName, get, add } = await setUp();
    const single = () =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: { pk: 'count' },
          UpdateExpression: 'ADD n :one',
          ExpressionAttributeValues: { ':one': 1 },
        }),
      );

    await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        i % 2
          ? single()
          : client.send(new TransactWriteCommand({ TransactItems: [add('count'), add('other')] })),
      ),
    );

    expect(await get('count')).toEqual({ pk: 'count', n: 20 });
    expect(await get('other')).toEqual({ pk: 'other', n: 10 });
  });

  it('refuse what the local service does not run', async () => {
    const { client, TableName } = await setUp();
    const check = {
      ConditionCheck: { TableName, Key: { pk: 'x' }, ConditionExpression: 'attribute_exists(pk)' },
    };

    await expect(client.send(new TransactWriteCommand({ TransactItems: [check] }))).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });
});

describe('a transaction that has to be undone', () => {
  const TableName = 'table';
  const conditional = (pk: string) => ({
    Put: { TableName, Item: { pk: { S: pk } }, ConditionExpression: 'attribute_not_exists(pk)' },
  });

  it('fails loudly when the engine refuses to put an item back', async () => {
    const full = { status: 500, body: { __type: 'InternalServerError', message: 'disk full' } };
    const send = async (operation: string, input: Record<string, unknown>) => {
      if (operation === 'DeleteItem') return full;
      const isSecond = JSON.stringify(input['Item']).includes('second');
      const refusal = { __type: 'x#ConditionalCheckFailedException', message: 'no' };
      return isSecond ? { status: 400, body: refusal } : { status: 200, body: {} };
    };

    const answer = transactWrite({ TransactItems: [conditional('first'), conditional('second')] }, send);

    await expect(answer).rejects.toThrow(/half done.*DeleteItem.*table.*disk full/);
  });
});

describe('the write lock', () => {
  it('starts a transaction when the writes before it are done, and the writes after it when it is', async () => {
    const lock = new WriteLock();
    const [first, transaction] = [deferred(), deferred()];
    const log: string[] = [];

    const before = lock.shared(async () => {
      await first.promise;
      log.push('write');
    });
    const alone = lock.exclusive(async () => {
      log.push('transaction starts');
      await transaction.promise;
      log.push('transaction ends');
    });
    const after = lock.shared(async () => {
      log.push('later write');
    });
    await new Promise(setImmediate);
    first.resolve();
    await new Promise(setImmediate);
    transaction.resolve();
    await Promise.all([before, alone, after]);

    expect(log).toEqual(['write', 'transaction starts', 'transaction ends', 'later write']);
  });

  it('goes on after a transaction that failed', async () => {
    const lock = new WriteLock();

    await expect(lock.exclusive(() => Promise.reject(new Error('no')))).rejects.toThrow('no');

    await expect(lock.shared(async () => 'yes')).resolves.toBe('yes');
  });
});
