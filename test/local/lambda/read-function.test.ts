import { readFunction } from '../../../local/lambda/read-function';

const properties = {
  Handler: 'index.handler',
  Runtime: 'nodejs24.x',
  Role: 'arn:aws:iam::000000000000:role/Mint',
  Timeout: 7,
  MemorySize: 512,
  Code: { S3Bucket: 'assets', S3Key: 'abc.zip' },
  Environment: {
    Variables: { TABLE_NAME: 'Images', AWS_REGION: 'mars-1', POWERTOOLS_TRACE_ENABLED: 'true' },
  },
};
const issued: string[] = [];
const surroundings = {
  assetFolder: (s3Key: string) => `/assembly/asset.${s3Key}`,
  iam: {
    issue: (roleArn: string) => {
      issued.push(roleArn);
      return { accessKeyId: 'ASIA1', secretAccessKey: 'secret', sessionToken: 'session' };
    },
  },
  endpoints: {
    s3: 'http://127.0.0.1:1',
    dynamodb: 'http://127.0.0.1:2',
    sqs: 'http://127.0.0.1:6',
    sts: 'http://127.0.0.1:3',
    cloudfront: 'http://127.0.0.1:4',
    events: 'http://127.0.0.1:5',
  },
};
const read = (overrides: Record<string, unknown> = {}) =>
  readFunction(
    { logicalId: 'Mint', type: 'AWS::Lambda::Function', properties: { ...properties, ...overrides } },
    surroundings,
  );

test('reads what the template says', () => {
  expect(read()).toMatchObject({
    name: 'Mint',
    arn: 'arn:aws:lambda:us-east-1:000000000000:function:Mint',
    taskRoot: '/assembly/asset.abc.zip',
    handler: 'index.handler',
    timeoutSeconds: 7,
    memoryMegabytes: 512,
  });
});

test("has Lambda's defaults for what the template leaves out", () => {
  const { Timeout, MemorySize, Environment, ...bare } = properties;

  const config = readFunction(
    { logicalId: 'Mint', type: 'AWS::Lambda::Function', properties: bare },
    surroundings,
  );

  expect(config).toMatchObject({ timeoutSeconds: 3, memoryMegabytes: 128 });
});

test('gives the function its variables, its role and the local endpoints, and nothing of the shell', () => {
  const { environment } = read();

  expect(issued.at(-1)).toBe(properties.Role);
  expect(environment).toMatchObject({
    TABLE_NAME: 'Images',
    AWS_ACCESS_KEY_ID: 'ASIA1',
    AWS_SECRET_ACCESS_KEY: 'secret',
    AWS_SESSION_TOKEN: 'session',
    AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
    AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:2',
    AWS_ENDPOINT_URL_SQS: 'http://127.0.0.1:6',
    AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:3',
    AWS_ENDPOINT_URL_CLOUDFRONT: 'http://127.0.0.1:4',
    AWS_ENDPOINT_URL_EVENTBRIDGE: 'http://127.0.0.1:5',
    AWS_LAMBDA_FUNCTION_NAME: 'Mint',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
  });
  expect(environment).not.toHaveProperty('PATH');
});

test('leaves no way to the real AWS', () => {
  const { environment } = read();
  const endpoints = Object.entries(environment).filter(([name]) => name.startsWith('AWS_ENDPOINT_URL'));

  expect(environment).toHaveProperty('AWS_ENDPOINT_URL');
  for (const [, url] of endpoints) expect(new URL(url).hostname).toBe('127.0.0.1');
  expect(environment).toMatchObject({ AWS_CONFIG_FILE: '/dev/null', AWS_EC2_METADATA_DISABLED: 'true' });
});

test("keeps Lambda's own variables from being set by the template, and traces off", () => {
  expect(read().environment).toMatchObject({ AWS_REGION: 'us-east-1', POWERTOOLS_TRACE_ENABLED: 'false' });
});

test.each([
  [0, 0],
  [2, 2],
])('honours a reserved concurrency of %d', (reserved, expected) => {
  expect(read({ ReservedConcurrentExecutions: reserved }).maxConcurrency).toBe(expected);
});

test('does not start a thousand threads because the account could', () => {
  const unreserved = read().maxConcurrency;

  expect(unreserved).toBeGreaterThanOrEqual(4);
  expect(read({ ReservedConcurrentExecutions: 1000 }).maxConcurrency).toBe(unreserved);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ['another runtime', { Runtime: 'python3.13' }, /Mint: .*Node\.js functions only/s],
  ['inline code', { Code: { ZipFile: 'exports.handler = 1' } }, /bundled assets only/],
  ['layers', { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:x'] }, /no Lambda layers/],
])('refuses %s by name', (_what, overrides, message) => {
  expect(() => read(overrides)).toThrow(message);
});
