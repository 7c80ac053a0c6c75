import { createLambdaStarter, ok } from './start-lambda';

const { start, stopAll } = createLambdaStarter();
afterEach(stopAll);

const otherApi = (Name: string) => ({ Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name } } });

describe('the choice of a REST API', () => {
  it('is by the end of its name, and leaves the resources of others alone', async () => {
    const stranger = { RestApiId: { Ref: 'Other' }, HttpMethod: 'TRACE', ResourceId: 'unknown' };

    const started = start(ok, {
      more: {
        ...otherApi('test-upload'),
        OtherMethod: { Type: 'AWS::ApiGateway::Method', Properties: stranger },
        OtherStage: {
          Type: 'AWS::ApiGateway::Stage',
          Properties: { RestApiId: { Ref: 'Other' }, Unknown: 1 },
        },
      },
    });

    await expect(started).resolves.toHaveProperty('port');
  });

  it.each([
    ['there is none', { api: { Name: 'other' } }, /Name ends in -control, found 0 \(Api is called other\)/],
    [
      'there are two',
      { more: otherApi('more-control') },
      /found 2 \(Api is called test-control, Other is called/,
    ],
    ['the name is only like it', { api: { Name: 'mycontrol' } }, /found 0/],
  ])('fails when %s', async (_, parts, message) => {
    await expect(start(ok, parts)).rejects.toThrow(message);
  });
});

describe('a template whose functions would behave otherwise on AWS', () => {
  it.each([
    ['another method than POST', { proxy: { IntegrationHttpMethod: 'GET' } }, /POST only/],
    ['a role', { proxy: { Credentials: 'arn:aws:iam::000000000000:role/r' } }, /Credentials/],
    ['templates of a proxy', { proxy: { RequestTemplates: { a: 'b' } } }, /RequestTemplates of a AWS_PROXY/],
    [
      'answers of a proxy',
      { proxy: { IntegrationResponses: [{ StatusCode: '200' }] } },
      /IntegrationResponses/,
    ],
    ['a conversion of a proxy', { proxy: { ContentHandling: 'CONVERT_TO_TEXT' } }, /ContentHandling/],
    ['streamed answers', { proxy: { ResponseTransferMode: 'STREAM' } }, /ResponseTransferMode/],
    [
      'a proxy of another service',
      { proxy: { Uri: 'arn:aws:apigateway:us-east-1:s3:path/a' } },
      /invokes no function/,
    ],
    [
      'an asynchronous invocation',
      { create: { RequestParameters: { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } } },
      /RequestParameters/,
    ],
    ['no stage', { stages: [] }, /no stage/],
    ['a stage cache', { stages: [{ StageName: 'one', CacheClusterEnabled: true }] }, /CacheClusterEnabled/],
    [
      'a deployment that makes a stage of its own',
      {
        more: {
          More: {
            Type: 'AWS::ApiGateway::Deployment',
            Properties: { RestApiId: { Ref: 'Api' }, StageName: 'x' },
          },
        },
      },
      /StageName/,
    ],
  ])('is refused at the start: %s', async (_, parts, message) => {
    await expect(start(ok, parts)).rejects.toThrow(message);
  });
});
