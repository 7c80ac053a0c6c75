import { startHttpApi } from '../../../local/http-api/http-api';
import { FakeFunction, functionArn } from '../gateway/fake-function';
import { templateOf } from '../gateway/template-of';

type Properties = Record<string, unknown>;

/** What a test changes of the small HTTP API. */
export interface HttpParts {
  readonly routes?: string[];
  readonly stage?: Properties;
  readonly api?: Properties;
  readonly integration?: Properties;
  readonly permission?: Properties | null;
}

const apiTemplate = ({ routes = ['$default'], stage, api, integration, permission }: HttpParts) =>
  templateOf({
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'Api', ProtocolType: 'HTTP', ...api } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true, ...stage },
    },
    Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
    Integration: {
      Type: 'AWS::ApiGatewayV2::Integration',
      Properties: {
        ApiId: { Ref: 'Api' },
        IntegrationType: 'AWS_PROXY',
        IntegrationUri: { 'Fn::GetAtt': ['Fn', 'Arn'] },
        PayloadFormatVersion: '2.0',
        ...integration,
      },
    },
    ...Object.fromEntries(
      routes.map((RouteKey, index) => [
        `Route${index}`,
        {
          Type: 'AWS::ApiGatewayV2::Route',
          Properties: {
            ApiId: { Ref: 'Api' },
            RouteKey,
            AuthorizationType: 'NONE',
            Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'Integration' }]] },
          },
        },
      ]),
    ),
    ...(permission !== null && {
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] },
          Principal: 'apigateway.amazonaws.com',
          SourceArn: {
            'Fn::Join': ['', ['arn:aws:execute-api:us-east-1:000000000000:', { Ref: 'Api' }, '/*/*']],
          },
          ...permission,
        },
      },
    }),
  });

/** Answers with the event it was given. */
export const echo = (event: unknown) => ({ statusCode: 200, body: JSON.stringify(event) });

/** Starts small HTTP APIs in front of one function; `stopAll` ends everything that was started. */
export const createHttpStarter = () => {
  const started: { close(): Promise<void> }[] = [];
  const lines: string[] = [];
  const start = async (handler: (event: never) => unknown, parts: HttpParts = {}) => {
    const fn = new FakeFunction(functionArn('Fn'), handler);
    const server = await startHttpApi({
      host: '127.0.0.1',
      port: 0,
      template: apiTemplate(parts),
      functions: new Map([[fn.arn, fn]]),
      now: () => new Date('2026-07-10T19:19:05Z'),
      log: (line) => lines.push(line),
    });
    started.push(server);
    return { port: server.port, fn };
  };
  const stopAll = async () => {
    await Promise.all(started.splice(0).map((server) => server.close()));
    lines.length = 0;
  };
  return { start, lines, stopAll };
};
