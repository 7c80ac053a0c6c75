import { resolve } from 'node:path';
import { loadLocalConfig } from '../../local/config';

test('has a value for everything', () => {
  expect(loadLocalConfig({})).toEqual({
    controlPort: 8787,
    s3Port: 8788,
    uploadPort: 8789,
    deliveryPort: 8790,
    dynamodbPort: 0,
    dataDir: resolve('.local'),
    accountId: 'local',
    apiToken: 'local-token',
    maxRetryDelaySeconds: 5,
    context: {},
  });
});

test('moves all ports with PORT, and each one alone', () => {
  const config = loadLocalConfig({ PORT: '9000', UPLOAD_PORT: '9500' });

  expect([config.controlPort, config.s3Port, config.uploadPort, config.deliveryPort]).toEqual([
    9000, 9001, 9500, 9003,
  ]);
});

test('reads cdk context as JSON', () => {
  const { context } = loadLocalConfig({ CDK_CONTEXT_JSON: '{"directUpload.maxUploadBytes":1000}' });

  expect(context).toEqual({ 'directUpload.maxUploadBytes': 1000 });
});

test.each<[string, Record<string, string>, RegExp]>([
  ['no number', { PORT: 'http' }, /^PORT is "http": give a port number, 1 to 65535$/],
  ['port 0, which nobody would find', { PORT: '0' }, /^PORT is "0"/],
  ['a port beyond the last', { S3_PORT: '65536' }, /^S3_PORT is "65536"/],
  ['ports that run beyond the last', { PORT: '65534' }, /^UPLOAD_PORT would be 65536/],
  ['the same port twice', { PORT: '9000', DELIVERY_PORT: '9000' }, /^DELIVERY_PORT is 9000, as is PORT/],
  ['an empty folder', { DATA_DIR: '' }, /^DATA_DIR is "": give a folder$/],
  ['an account that is no path segment', { ACCOUNT_ID: 'a/b' }, /^ACCOUNT_ID is "a\/b"/],
  ['a token with a space', { API_TOKEN: 'two words' }, /^API_TOKEN is "two words"/],
  [
    'a negative delay',
    { SQS_MAX_VISIBILITY_SECONDS: '-1' },
    /^SQS_MAX_VISIBILITY_SECONDS is "-1": give seconds/,
  ],
  ['context that is no JSON', { CDK_CONTEXT_JSON: '{' }, /^CDK_CONTEXT_JSON is "{": give a JSON object/],
  [
    'context that is no object',
    { CDK_CONTEXT_JSON: '[1]' },
    /^CDK_CONTEXT_JSON is "\[1\]": give a JSON object/,
  ],
])('refuses %s and says what to do', (_what, variables, message) => {
  expect(() => loadLocalConfig(variables)).toThrow(message);
});

test('lists every wrong variable at once', () => {
  const load = () => loadLocalConfig({ PORT: 'x', ACCOUNT_ID: '' });

  expect(load).toThrow(/PORT is "x".*\nACCOUNT_ID is ""/);
});
