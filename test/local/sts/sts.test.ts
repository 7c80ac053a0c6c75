import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { RunningServer } from '../../../local/gateway/start-server';
import type { Credentials } from '../../../local/iam/iam';
import { LocalIam } from '../../../local/iam/local-iam';
import { startSts } from '../../../local/sts/sts-server';
import { Template } from '../../../local/template/template';
import type { ResourceDocument } from '../../../local/template/template-document';

const roleArn = (name: string) => `arn:aws:iam::000000000000:role/${name}`;
const role = (Principal: unknown, statements: unknown[] = []): ResourceDocument => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] },
    Policies: [{ PolicyDocument: { Statement: statements } }],
  },
});
const lambda = { Service: 'lambda.amazonaws.com' };
const mayAssume = (...names: string[]) => [
  { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: names.map(roleArn) },
];
const Resources = {
  Mint: role(lambda, mayAssume('Signer', 'Closed')),
  Read: role(lambda),
  Signer: role({ AWS: [roleArn('Mint'), roleArn('Read')] }, [
    { Effect: 'Allow', Action: 's3:PutObject', Resource: 'arn:aws:s3:::staging/staging/*' },
  ]),
  Closed: role({ AWS: roleArn('Other') }),
};
const now = new Date('2026-03-01T12:00:00Z');

let dataDir: string;
let iam: LocalIam;
let server: RunningServer;
const refusals: string[] = [];
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'local-sts-'));
  const origins = { control: 'http://c', upload: 'http://u', delivery: 'http://d' };
  iam = new LocalIam(new Template({ Resources }, origins), dataDir, () => now);
  server = await startSts({ host: '127.0.0.1', port: 0, iam, log: (line) => refusals.push(line) });
});
afterAll(async () => {
  await server.close();
  rmSync(dataDir, { recursive: true });
});

const clientOf = (credentials: Credentials) =>
  new STSClient({ endpoint: `http://127.0.0.1:${server.port}`, region: 'us-east-1', credentials });
const assume = (caller: string, target: string, DurationSeconds?: number, RoleSessionName = 'mint') =>
  clientOf(iam.issue(roleArn(caller))).send(
    new AssumeRoleCommand({
      RoleArn: roleArn(target),
      RoleSessionName,
      ...(DurationSeconds === undefined ? {} : { DurationSeconds }),
    }),
  );

test('gives credentials of the role, with their end', async () => {
  const { Credentials: given, AssumedRoleUser: user } = await assume('Mint', 'Signer', 900);

  expect(given?.Expiration).toEqual(new Date('2026-03-01T12:15:00Z'));
  expect(given?.SessionToken).toBe(iam.credentialsOf(given?.AccessKeyId ?? '')?.sessionToken);
  expect(user?.Arn).toBe('arn:aws:sts::000000000000:assumed-role/Signer/mint');
});

test('gives what the role may do, and nothing of what the caller may', async () => {
  const { Credentials: given } = await assume('Mint', 'Signer');
  const may = (action: string, resource: string) => iam.isAllowed(given?.AccessKeyId ?? '', action, resource);

  expect(may('s3:PutObject', 'arn:aws:s3:::staging/staging/key')).toBe(true);
  expect(may('s3:PutObject', 'arn:aws:s3:::staging/other/key')).toBe(false);
  expect(may('sts:AssumeRole', roleArn('Signer'))).toBe(false);
});

test('lives one hour without a duration, as role chaining allows', async () => {
  const { Credentials: given } = await assume('Mint', 'Signer');

  expect(given?.Expiration).toEqual(new Date('2026-03-01T13:00:00Z'));
});

test.each([
  ['a role without permission', 'Read', 'Signer', 'AccessDenied'],
  ['a role that is not trusted', 'Mint', 'Closed', 'AccessDenied'],
  ['a role that does not exist', 'Mint', 'Ghost', 'AccessDenied'],
])('refuses %s', async (_what, caller, target, code) => {
  await expect(assume(caller, target)).rejects.toMatchObject({
    name: code,
    $metadata: { httpStatusCode: 403 },
  });
  expect(refusals.at(-1)).toContain(roleArn(target));
});

test.each([
  ['longer than role chaining allows', 3601, /1 hour session limit/],
  ['shorter than STS allows', 899, /at least 900/],
])('refuses a session %s', async (_what, seconds, message) => {
  await expect(assume('Mint', 'Signer', seconds)).rejects.toThrow(message);
});

test('refuses a session name that STS would not take', async () => {
  await expect(assume('Mint', 'Signer', 900, '<script>')).rejects.toThrow(/RoleSessionName/);
});

test('refuses callers it never gave credentials to', async () => {
  const forged = clientOf({ accessKeyId: 'ASIAFORGED', secretAccessKey: 'secret' });

  await expect(
    forged.send(new AssumeRoleCommand({ RoleArn: roleArn('Signer'), RoleSessionName: 'mint' })),
  ).rejects.toMatchObject({ name: 'InvalidClientTokenId' });
});

test('says that it has no other actions', async () => {
  const client = clientOf(iam.issue(roleArn('Mint')));

  await expect(client.send(new GetCallerIdentityCommand({}))).rejects.toThrow(
    /no STS action GetCallerIdentity/,
  );
});

test('does not narrow a session silently', async () => {
  const client = clientOf(iam.issue(roleArn('Mint')));
  const command = new AssumeRoleCommand({
    RoleArn: roleArn('Signer'),
    RoleSessionName: 'mint',
    Policy: '{}',
  });

  await expect(client.send(command)).rejects.toThrow(/does not narrow/);
});
