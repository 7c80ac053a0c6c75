import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  BatchGetItemCommand,
  DeleteItemCommand,
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import { type RunningDynamoDb, startDynamoDb } from '../../../local/dynamodb/start-dynamodb';
import { TtlSweeper } from '../../../local/dynamodb/ttl-sweeper';
import { LocalIam } from '../../../local/iam/local-iam';
import { Template } from '../../../local/template/template';
import type { ResourceDocument } from '../../../local/template/template-document';
import { poll } from '../../support/poll';

const origins = { control: 'http://c', upload: 'http://u', delivery: 'http://d' };
const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
const tableArn = { 'Fn::GetAtt': ['Images', 'Arn'] };
const role = (...Statement: unknown[]): ResourceDocument => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: { Statement: [] },
    Policies: [{ PolicyDocument: { Statement } }],
  },
});
const allow = (Action: unknown, Resource: unknown, LeadingKeys?: string) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...(LeadingKeys
    ? { Condition: { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': [LeadingKeys] } } }
    : {}),
});
const table = (indexes: string[]): ResourceDocument => ({
  Type: 'AWS::DynamoDB::Table',
  Properties: {
    KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    AttributeDefinitions: ['pk', 'list', 'sort'].map((AttributeName) => ({
      AttributeName,
      AttributeType: 'S',
    })),
    BillingMode: 'PAY_PER_REQUEST',
    GlobalSecondaryIndexes: indexes.map((IndexName) => ({
      IndexName,
      KeySchema: [
        { AttributeName: 'list', KeyType: 'HASH' },
        { AttributeName: 'sort', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'ALL' },
    })),
    TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
  },
});
const resources = (indexes = ['listing']) => ({
  Images: table(indexes),
  Writer: role(allow(['dynamodb:PutItem', 'dynamodb:DeleteItem'], tableArn, 'IMAGE#*')),
  Reader: role(allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], tableArn, 'IMAGE#*')),
  Lister: role(allow('dynamodb:Query', { 'Fn::Join': ['', [tableArn, '/index/listing']] }, 'IMAGES#*')),
});

let folder: string;
let iam: LocalIam;
let db: RunningDynamoDb;
const log: string[] = [];
const open = async (indexes?: string[]) => {
  const template = new Template({ Resources: resources(indexes) }, origins);
  iam = new LocalIam(template, folder);
  db = await startDynamoDb({
    host: '127.0.0.1',
    port: 0,
    template,
    iam,
    folder: join(folder, 'db'),
    sweepIntervalSeconds: 3600,
    log: (line) => log.push(line),
  });
};
const as = (name: string) =>
  new DynamoDBClient({
    endpoint: `http://127.0.0.1:${db.port}`,
    region: 'us-east-1',
    credentials: iam.issue(roleArn(name)),
  });
const item = (pk: string, more = {}) => ({ pk: { S: pk }, list: { S: 'all' }, sort: { S: pk }, ...more });
const put = (pk: string, more = {}) =>
  db.client.send(new PutItemCommand({ TableName: 'Images', Item: item(pk, more) }));
const get = async (pk: string) =>
  (await db.client.send(new GetItemCommand({ TableName: 'Images', Key: { pk: { S: pk } } }))).Item;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-dynamodb-'));
  await open();
});
afterEach(async () => {
  await db.close();
  rmSync(folder, { recursive: true });
});

describe('tables', () => {
  test('have the keys and indexes of the template', async () => {
    await put('IMAGE#2');
    await put('IMAGE#1');

    const { Items: items } = await db.client.send(
      new QueryCommand({
        TableName: 'Images',
        IndexName: 'listing',
        KeyConditionExpression: '#l = :l',
        ExpressionAttributeNames: { '#l': 'list' },
        ExpressionAttributeValues: { ':l': { S: 'all' } },
      }),
    );

    expect(items?.map(({ pk }) => pk?.S)).toEqual(['IMAGE#1', 'IMAGE#2']);
  });

  test('keep their items over a restart', async () => {
    await put('IMAGE#1');
    await db.close();

    await open();

    expect(await get('IMAGE#1')).toEqual(item('IMAGE#1'));
  });

  test('of an older template are refused, with the way out', async () => {
    await db.close();

    await expect(open(['listing', 'creator'])).rejects.toThrow(/table Images on disk.*--reset/);
    await open();
  });
});

describe('permissions', () => {
  type AnyCommand = PutItemCommand | GetItemCommand | DeleteItemCommand | BatchGetItemCommand | QueryCommand;
  // One of the overloads of `send`; which one does not matter for what is refused.
  const send = (name: string, command: AnyCommand) => as(name).send(command as GetItemCommand);
  const putAs = (name: string, pk: string) =>
    send(name, new PutItemCommand({ TableName: 'Images', Item: item(pk) }));

  test('let a role do what its policy says', async () => {
    await putAs('Writer', 'IMAGE#1');

    expect(await get('IMAGE#1')).toEqual(item('IMAGE#1'));
  });

  test('refuse every other action, in the words of AWS', async () => {
    await expect(
      send('Writer', new GetItemCommand({ TableName: 'Images', Key: { pk: { S: 'IMAGE#1' } } })),
    ).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringMatching(
        /dynamodb:GetItem on resource: arn:aws:dynamodb:us-east-1:000000000000:table\/Images/,
      ),
    });
    expect(log.at(-1)).toContain('dynamodb:GetItem');
  });

  test('are checked on the partition keys of the items', async () => {
    const { name } = { name: 'AccessDeniedException' };

    await expect(putAs('Writer', 'TOKEN#1')).rejects.toMatchObject({ name });
    await expect(
      send('Writer', new DeleteItemCommand({ TableName: 'Images', Key: { pk: { S: 'TOKEN#1' } } })),
    ).rejects.toMatchObject({ name });
    await expect(
      send('Reader', new GetItemCommand({ TableName: 'Images', Key: { pk: { S: 'TOKEN#1' } } })),
    ).rejects.toMatchObject({ name });
  });

  test('are checked on every key of a batch', async () => {
    const batch = (...keys: string[]) =>
      new BatchGetItemCommand({ RequestItems: { Images: { Keys: keys.map((pk) => ({ pk: { S: pk } })) } } });

    await expect(send('Reader', batch('IMAGE#1', 'IMAGE#2'))).resolves.toBeDefined();
    await expect(send('Reader', batch('IMAGE#1', 'TOKEN#1'))).rejects.toMatchObject({
      name: 'AccessDeniedException',
    });
  });

  test('are checked on the key of a query', async () => {
    const query = (pk: string) =>
      new QueryCommand({
        TableName: 'Images',
        KeyConditionExpression: '#pk = :pk',
        ExpressionAttributeNames: { '#pk': 'pk' },
        ExpressionAttributeValues: { ':pk': { S: pk } },
      });

    await expect(send('Reader', query('IMAGE#1'))).resolves.toMatchObject({ Count: 0 });
    await expect(send('Reader', query('TOKEN#1'))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });

  test('on an index do not give the table, nor the other way round, and are checked on the index’s own key', async () => {
    const query = (key: string, IndexName?: string) =>
      new QueryCommand({
        TableName: 'Images',
        ...(IndexName ? { IndexName } : {}),
        KeyConditionExpression: '#key = :key',
        ExpressionAttributeNames: { '#key': IndexName ? 'list' : 'pk' },
        ExpressionAttributeValues: { ':key': { S: key } },
      });
    const refusal = { name: 'AccessDeniedException' };

    await expect(send('Lister', query('IMAGES#1', 'listing'))).resolves.toMatchObject({ Count: 0 });
    await expect(send('Lister', query('IMAGES#1'))).rejects.toMatchObject(refusal);
    await expect(send('Reader', query('IMAGE#1', 'listing'))).rejects.toMatchObject(refusal);
    await expect(send('Lister', query('TOKENS#1', 'listing'))).rejects.toMatchObject(refusal);
  });

  test('of nobody are none', async () => {
    const forged = new DynamoDBClient({
      endpoint: `http://127.0.0.1:${db.port}`,
      region: 'us-east-1',
      credentials: { accessKeyId: 'ASIAFORGED', secretAccessKey: 'x' },
    });

    await expect(forged.send(new ScanCommand({ TableName: 'Images' }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });
});

test('a client that goes away half-way does no harm', async () => {
  const broken = request({
    host: '127.0.0.1',
    port: db.port,
    method: 'POST',
    headers: { 'content-length': 1000 },
  });
  broken.on('error', () => undefined);
  await new Promise((done) => broken.write('{"TableName":', done));
  broken.destroy();
  await new Promise((done) => broken.once('close', done));

  await put('IMAGE#1');

  expect(await get('IMAGE#1')).toBeDefined();
});

describe('the sweeper', () => {
  const sweeper = (nowSeconds: number) => {
    const [config] = db.tables;
    if (!config?.ttlAttribute) throw new Error('the table has a TTL');
    return new TtlSweeper(db.client, { ...config, ttlAttribute: config.ttlAttribute }, () => nowSeconds);
  };
  const ttl = (seconds: number) => ({ ttl: { N: String(seconds) } });

  test('deletes what has expired and nothing else', async () => {
    await put('IMAGE#expired', ttl(999));
    await put('IMAGE#now', ttl(1000));
    await put('IMAGE#later', ttl(1001));
    await put('IMAGE#forever');

    const deleted = await sweeper(1000).sweep();

    expect(deleted).toBe(1);
    expect(await get('IMAGE#expired')).toBeUndefined();
    for (const kept of ['IMAGE#now', 'IMAGE#later', 'IMAGE#forever']) expect(await get(kept)).toBeDefined();
  });

  test('leaves an item alone whose TTL changed since it was seen', async () => {
    await put('IMAGE#reminted', ttl(500));
    const subject = sweeper(1000);
    const send = db.client.send.bind(db.client);
    const spied = jest.spyOn(db.client, 'send').mockImplementation(async (command: unknown) => {
      if (command instanceof DeleteItemCommand)
        await send(new PutItemCommand({ TableName: 'Images', Item: item('IMAGE#reminted', ttl(5000)) }));
      return send(command as ScanCommand);
    });

    const deleted = await subject.sweep();

    spied.mockRestore();
    expect(deleted).toBe(0);
    expect(await get('IMAGE#reminted')).toBeDefined();
  });

  test('runs again and again until it is stopped', async () => {
    const swept = () =>
      poll(
        () => get('IMAGE#expired'),
        (item) => item === undefined,
      );
    await put('IMAGE#expired', ttl(1));
    const subject = sweeper(1000);

    subject.start(0.02, (error) => {
      throw error;
    });
    await swept();
    await put('IMAGE#expired', ttl(2));
    await swept();

    await subject.stop();
  });
});
