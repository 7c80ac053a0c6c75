import { CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import { startInvalidationApi } from '../../../local/cloudfront/invalidation-api';
import { sendRaw } from '../gateway/send-raw';

const distribution = {
  distributionId: 'EDIST',
  distributionArn: 'arn:aws:cloudfront::000000000000:distribution/EDIST',
  invalidate: jest.fn<void, [readonly string[]]>(),
};
const credentials = { accessKeyId: 'ASIAKNOWN', secretAccessKey: 'secret' };
const started: { close(): Promise<void> }[] = [];

const start = async (allowed = true) => {
  const api = await startInvalidationApi({
    host: '127.0.0.1',
    port: 0,
    iam: {
      credentialsOf: (id) => (id === credentials.accessKeyId ? credentials : undefined),
      isAllowed: (_, action, arn) =>
        allowed &&
        action === 'cloudfront:CreateInvalidation' &&
        arn.startsWith('arn:aws:cloudfront::000000000000:distribution/'),
    },
    distribution,
    log: () => undefined,
  });
  started.push(api);
  return api.port;
};

const client = (port: number, accessKeyId = credentials.accessKeyId) =>
  new CloudFrontClient({
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${port}`,
    credentials: { ...credentials, accessKeyId },
    maxAttempts: 1,
  });

const command = (paths: string[], reference = 'ref-1', id = 'EDIST') =>
  new CreateInvalidationCommand({
    DistributionId: id,
    InvalidationBatch: { CallerReference: reference, Paths: { Quantity: paths.length, Items: paths } },
  });

afterEach(async () => {
  await Promise.all(started.splice(0).map((api) => api.close()));
  distribution.invalidate.mockClear();
});

describe('CreateInvalidation', () => {
  it('invalidates through the SDK and answers the invalidation', async () => {
    const port = await start();

    const { Invalidation, Location } = await client(port).send(command(['/a/*', '/b&<c>?x="1"']));

    expect(distribution.invalidate).toHaveBeenCalledWith(['/a/*', '/b&<c>?x="1"']);
    expect(Invalidation).toMatchObject({
      Status: 'Completed',
      CreateTime: expect.any(Date),
      InvalidationBatch: {
        CallerReference: 'ref-1',
        Paths: { Quantity: 2, Items: ['/a/*', '/b&<c>?x="1"'] },
      },
    });
    expect(Location).toContain(`/distribution/EDIST/invalidation/${Invalidation?.Id}`);
  });

  it('knows a repeated call by its reference, and refuses it for other paths', async () => {
    const cloudFront = client(await start());
    const first = await cloudFront.send(command(['/a']));

    const again = await cloudFront.send(command(['/a']));

    expect(again.Invalidation?.Id).toBe(first.Invalidation?.Id);
    expect(distribution.invalidate).toHaveBeenCalledTimes(1);
    await expect(cloudFront.send(command(['/b']))).rejects.toMatchObject({
      name: 'InvalidationBatchAlreadyExists',
    });
  });

  it.each([
    ['an unknown access key', true, 'ASIAOTHER', 'EDIST', ['/a'], 'InvalidClientTokenId', 403],
    ['a role that may not', false, 'ASIAKNOWN', 'EDIST', ['/a'], 'AccessDenied', 403],
    ['another distribution', true, 'ASIAKNOWN', 'EOTHER', ['/a'], 'NoSuchDistribution', 404],
    ['a path without a slash', true, 'ASIAKNOWN', 'EDIST', ['a'], 'InvalidArgument', 400],
  ])('refuses %s', async (_, allowed, key, id, paths, name, status) => {
    const port = await start(allowed);

    const call = client(port, key).send(command(paths, 'ref', id));

    await expect(call).rejects.toMatchObject({ name, $metadata: { httpStatusCode: status } });
    expect(distribution.invalidate).not.toHaveBeenCalled();
  });

  it.each([
    ['no signature', {}, '<InvalidationBatch/>', 403],
    [
      'no batch',
      { authorization: 'AWS4-HMAC-SHA256 Credential=ASIAKNOWN/20260710/us-east-1/cloudfront/aws4_request' },
      'garbage',
      400,
    ],
    [
      'a wrong quantity',
      { authorization: 'AWS4-HMAC-SHA256 Credential=ASIAKNOWN/20260710/us-east-1/cloudfront/aws4_request' },
      '<InvalidationBatch><Paths><Quantity>2</Quantity><Items><Path>/a</Path></Items></Paths><CallerReference>r</CallerReference></InvalidationBatch>',
      400,
    ],
    [
      'an entity of its own',
      { authorization: 'AWS4-HMAC-SHA256 Credential=ASIAKNOWN/20260710/us-east-1/cloudfront/aws4_request' },
      '<InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/&own;</Path></Items></Paths><CallerReference>r</CallerReference></InvalidationBatch>',
      400,
    ],
    [
      'another document',
      { authorization: 'AWS4-HMAC-SHA256 Credential=ASIAKNOWN/20260710/us-east-1/cloudfront/aws4_request' },
      '<Other><Paths><Quantity>1</Quantity><Items><Path>/a</Path></Items></Paths><CallerReference>r</CallerReference></Other>',
      400,
    ],
  ])('refuses %s', async (_, headers, body, status) => {
    const port = await start();

    const answer = await sendRaw({
      port,
      method: 'POST',
      path: '/2020-05-31/distribution/EDIST/invalidation',
      headers: headers as Record<string, string>,
      body,
    });

    expect(answer.status).toBe(status);
    expect(distribution.invalidate).not.toHaveBeenCalled();
  });

  it('reads escaped characters of any kind', async () => {
    const port = await start();
    const body =
      '<InvalidationBatch><Paths><Quantity>1</Quantity><Items><Path>/&lt;&#x62;&#99;&apos;</Path></Items></Paths><CallerReference>r</CallerReference></InvalidationBatch>';

    const answer = await sendRaw({
      port,
      method: 'POST',
      path: '/2020-05-31/distribution/EDIST/invalidation',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=ASIAKNOWN/x' },
      body,
    });

    expect(answer.status).toBe(201);
    expect(distribution.invalidate).toHaveBeenCalledWith(["/<bc'"]);
  });

  it('does nothing else', async () => {
    const port = await start();

    const answer = await sendRaw({
      port,
      path: '/2020-05-31/distribution',
      headers: { authorization: 'AWS4-HMAC-SHA256 Credential=ASIAKNOWN/x' },
    });

    expect(answer.status).toBe(404);
  });
});
