import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { StsSession } from '../../../lambdas/adapters/sts-session';
import { NOW, secondsLater } from '../../support/image-fixtures';

const sts = mockClient(STSClient);
const ROLE = 'arn:aws:iam::000000000000:role/signer';

/** STS answers sessions 1, 2, … of an hour each, counted from the clock's time of the call. */
const setUp = () => {
  sts.reset();
  let now = NOW;
  let sessions = 0;
  sts.on(AssumeRoleCommand).callsFake(() => {
    sessions += 1;
    const Expiration = new Date(now.getTime() + 3_600_000);
    return {
      Credentials: { AccessKeyId: `key-${sessions}`, SecretAccessKey: 's', SessionToken: 't', Expiration },
    };
  });
  const session = new StsSession(sts as unknown as STSClient, ROLE, () => now);
  return {
    session,
    at: (seconds: number) => {
      now = secondsLater(seconds);
    },
    keyId: async () => (await session.credentials()).accessKeyId,
  };
};

describe('a session of the upload signer role', () => {
  it('is of the role, for the hour that role chaining allows', async () => {
    const { session } = setUp();

    await expect(session.credentials()).resolves.toEqual({
      accessKeyId: 'key-1',
      secretAccessKey: 's',
      sessionToken: 't',
      expiration: secondsLater(3600),
    });
    expect(sts.commandCalls(AssumeRoleCommand)[0]?.args[0].input).toMatchObject({
      RoleArn: ROLE,
      DurationSeconds: 3600,
    });
  });

  it('serves until less than 45 minutes of it are left', async () => {
    const { keyId, at } = setUp();
    await keyId();

    at(900);
    await expect(keyId()).resolves.toBe('key-1');

    at(900.001);
    await expect(keyId()).resolves.toBe('key-2');
  });

  it('is asked for once by callers that arrive together', async () => {
    const { keyId } = setUp();

    await expect(Promise.all([keyId(), keyId(), keyId()])).resolves.toEqual(['key-1', 'key-1', 'key-1']);
  });

  it('serves on while it lives when it cannot be renewed, and is renewed when it can', async () => {
    const { keyId, at } = setUp();
    await keyId();
    at(3599);
    const Credentials = {
      AccessKeyId: 'key-new',
      SecretAccessKey: 's',
      SessionToken: 't',
      Expiration: secondsLater(7200),
    };
    sts.reset();
    sts.on(AssumeRoleCommand).rejectsOnce(new Error('STS is down')).resolves({ Credentials });

    await expect(keyId()).resolves.toBe('key-1');
    await expect(keyId()).resolves.toBe('key-new');
  });

  it('fails when there is none that lives, and tries again the next time', async () => {
    const { keyId, at } = setUp();
    await keyId();
    at(3600);
    sts.on(AssumeRoleCommand).rejects(new Error('STS is down'));

    await expect(keyId()).rejects.toThrow('STS is down');
    await expect(keyId()).rejects.toThrow('STS is down');
    expect(sts.commandCalls(AssumeRoleCommand)).toHaveLength(3);
  });

  it.each([
    {},
    { Credentials: {} },
    { Credentials: { AccessKeyId: 'k', SecretAccessKey: 's', SessionToken: 't' } },
  ])('fails on an incomplete answer: %j', async (answer) => {
    const { keyId } = setUp();
    sts.on(AssumeRoleCommand).resolves(answer as object);

    await expect(keyId()).rejects.toThrow('STS answered AssumeRole without complete credentials');
  });
});
