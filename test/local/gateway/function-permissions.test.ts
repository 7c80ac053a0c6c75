import { readFunctionPermissions } from '../../../local/gateway/function-permissions';
import { functionArn } from './fake-function';
import { templateOf } from './template-of';

const attempt = {
  functionArn: functionArn('Fn'),
  action: 'lambda:InvokeFunction',
  principal: 'apigateway.amazonaws.com',
  sourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/prod/GET/a/{id}',
} as const;

const permissionsWith = (properties: Record<string, unknown>) =>
  readFunctionPermissions(
    templateOf({
      Fn: { Type: 'AWS::Lambda::Function', Properties: {} },
      FnUrl: {
        Type: 'AWS::Lambda::Url',
        Properties: { TargetFunctionArn: { 'Fn::GetAtt': ['Fn', 'Arn'] }, AuthType: 'AWS_IAM' },
      },
      Permission: {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] },
          Principal: 'apigateway.amazonaws.com',
          SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/*/*/a/{id}',
          ...properties,
        },
      },
    }),
  );

describe('resource policies of functions', () => {
  it('allow what a permission names', () => {
    expect(permissionsWith({}).allow(attempt)).toBe(true);
  });

  it('allow through the ARN of a function URL what belongs to the function', () => {
    const permissions = permissionsWith({ FunctionName: { 'Fn::GetAtt': ['FnUrl', 'FunctionArn'] } });

    expect(permissions.allow(attempt)).toBe(true);
  });

  it.each([
    ['another source', { SourceArn: 'arn:aws:execute-api:us-east-1:000000000000:api/*/*/b' }],
    ['another principal', { Principal: 'cloudfront.amazonaws.com' }],
    ['another action', { Action: 'lambda:InvokeFunctionUrl' }],
    ['another function', { FunctionName: functionArn('Other') }],
  ])('refuse %s', (_, properties) => {
    expect(permissionsWith(properties).allow(attempt)).toBe(false);
  });

  it('refuse when there is no permission at all', () => {
    expect(readFunctionPermissions(templateOf({})).allow(attempt)).toBe(false);
  });
});
