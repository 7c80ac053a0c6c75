import { createRestStarter } from './start-rest';

const { start, stopAll } = createRestStarter();
afterEach(stopAll);

describe('a template whose REST API would behave otherwise on AWS', () => {
  it.each([
    ['an authorizer cache', { authorizer: { AuthorizerResultTtlInSeconds: 300 } }, /TTL must be 0/],
    ['a TOKEN authorizer', { authorizer: { Type: 'TOKEN' } }, /REQUEST/],
    ['an API key', { method: { ApiKeyRequired: true } }, /API keys/],
    ['another service', { integration: { Uri: 'arn:aws:apigateway:us-east-1:sqs:path/q' } }, /s3:path/],
    ['an HTTP integration', { integration: { Type: 'HTTP_PROXY' } }, /MOCK, AWS and AWS_PROXY/],
    ['a property it does not know', { integration: { CacheKeyParameters: ['a'] } }, /CacheKeyParameters/],
    ['no role', { integration: { Credentials: undefined } }, /no role/],
    [
      'a role that does not trust API Gateway',
      {
        role: {
          AssumeRolePolicyDocument: {
            Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }],
          },
        },
      },
      /does not trust/,
    ],
    [
      'a mapping of an undeclared header',
      { integration: { RequestParameters: { 'integration.request.header.X': 'method.request.header.X' } } },
      /not declared/,
    ],
    [
      'a mapping that is no expression',
      { integration: { RequestParameters: { 'integration.request.header.X': 'plain' } } },
      /no mapping expression/,
    ],
    ['a stage cache', { stage: { CacheClusterEnabled: true } }, /CacheClusterEnabled/],
  ])('is refused at the start: %s', async (_, parts, message) => {
    await expect(start({ parts })).rejects.toThrow(message);
  });
});
