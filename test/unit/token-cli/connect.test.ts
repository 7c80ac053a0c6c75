import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { mockClient } from 'aws-sdk-client-mock';
import { OperatorError } from '../../../bin/errors';
import { DynamoAccountTokens } from '../../../bin/token/account-tokens';
import { connect } from '../../../bin/token/connect';

const cloudFormation = mockClient(CloudFormationClient);
const dataDir = mkdtempSync(join(tmpdir(), 'token-cli-'));
const surroundings = { cloudFormation: () => cloudFormation as unknown as CloudFormationClient, dataDir };
const stack = { kind: 'stack', stackName: 'DirectUpload' } as const;
const time = new Date(0);

beforeEach(() => cloudFormation.reset());
afterAll(() => rmSync(dataDir, { recursive: true }));

const tableOf = (tokens: unknown): unknown => (tokens as { tableName: unknown }).tableName;

describe('A deployed stack', () => {
  test('is found by its outputs', async () => {
    const Outputs = [
      { OutputKey: 'ControlBaseUrl', OutputValue: 'https://api.example' },
      { OutputKey: 'TableName', OutputValue: 'DirectUpload-Table-1' },
    ];
    cloudFormation.on(DescribeStacksCommand, { StackName: 'DirectUpload' }).resolves({
      Stacks: [{ StackName: 'DirectUpload', StackStatus: 'CREATE_COMPLETE', CreationTime: time, Outputs }],
    });

    const tokens = await connect(stack, surroundings);

    expect(tokens).toBeInstanceOf(DynamoAccountTokens);
    expect(tableOf(tokens)).toBe('DirectUpload-Table-1');
  });

  test('that does not exist is named, with what to do', async () => {
    cloudFormation.on(DescribeStacksCommand).rejects(
      new CloudFormationServiceException({
        name: 'ValidationError',
        message: 'Stack with id DirectUpload does not exist',
        $fault: 'client',
        $metadata: {},
      }),
    );

    const connected = connect(stack, surroundings);

    await expect(connected).rejects.toThrow(OperatorError);
    await expect(connected).rejects.toThrow(/no stack DirectUpload.*npm run deploy.*--stack/);
  });

  test('of something else is not taken for ours', async () => {
    cloudFormation
      .on(DescribeStacksCommand)
      .resolves({ Stacks: [{ StackName: 'Other', StackStatus: 'CREATE_COMPLETE', CreationTime: time }] });

    await expect(connect(stack, surroundings)).rejects.toThrow(/no output TableName/);
  });

  test('lets any other fault of AWS through', async () => {
    const denied = new CloudFormationServiceException({
      name: 'AccessDenied',
      message: 'not authorized',
      $fault: 'client',
      $metadata: {},
    });
    cloudFormation.on(DescribeStacksCommand).rejects(denied);

    await expect(connect(stack, surroundings)).rejects.toBe(denied);
  });
});

describe('The local service', () => {
  const write = (content: string) => writeFileSync(join(dataDir, 'service.json'), content);

  test('is found by the file it writes', async () => {
    write(
      JSON.stringify({
        endpoints: { dynamodb: 'http://127.0.0.1:1', control: 'http://127.0.0.1:2' },
        region: 'us-east-1',
        tableName: 'RecordsTable',
        credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
      }),
    );

    const tokens = await connect({ kind: 'local' }, surroundings);

    expect(tableOf(tokens)).toBe('RecordsTable');
    expect(cloudFormation.calls()).toHaveLength(0);
  });

  test.each(['{', '{}', '{"endpoints":{"dynamodb":"here"},"region":"r","tableName":"t"}'])(
    'that left %s is not running',
    async (content) => {
      write(content);

      await expect(connect({ kind: 'local' }, surroundings)).rejects.toThrow(/not running.*npm start/);
    },
  );

  test('that left no file is not running', async () => {
    const elsewhere = { ...surroundings, dataDir: join(dataDir, 'nowhere') };

    await expect(connect({ kind: 'local' }, elsewhere)).rejects.toThrow(OperatorError);
  });
});
