import { Template } from '../../../local/template/template';
import type { TemplateDocument } from '../../../local/template/template-document';

const origins = {
  control: 'http://127.0.0.1:18787',
  upload: 'http://127.0.0.1:18789',
  delivery: 'http://127.0.0.1:18790',
};
const RESOURCES: TemplateDocument['Resources'] = {
  Images: { Type: 'AWS::DynamoDB::GlobalTable', Properties: {} },
  StagingBucket1A2B: { Type: 'AWS::S3::Bucket' },
  Dlq: { Type: 'AWS::SQS::Queue' },
  MintRole: { Type: 'AWS::IAM::Role' },
  Mint: {
    Type: 'AWS::Lambda::Function',
    Properties: { FunctionName: { 'Fn::Sub': `mint-\${AWS::Region}` } },
  },
  DeliverUrl: { Type: 'AWS::Lambda::Url' },
  Control: {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: { Name: { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '-control']] } },
  },
  Upload: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'stack-upload' } },
  Delivery: { Type: 'AWS::CloudFront::Distribution' },
  Cleanup: { Type: 'Custom::Cleanup' },
};
const templateOf = (more: Partial<TemplateDocument> = {}) =>
  new Template({ Resources: RESOURCES, ...more }, origins);
const resolve = (value: unknown, more: Partial<TemplateDocument> = {}) => templateOf(more).resolve(value);
const sub = (pattern: string, variables?: Record<string, unknown>) => ({
  'Fn::Sub': variables ? [pattern, variables] : pattern,
});

describe('references', () => {
  test.each<[unknown, unknown]>([
    [{ Ref: 'Images' }, 'Images'],
    [{ 'Fn::GetAtt': ['Images', 'Arn'] }, 'arn:aws:dynamodb:us-east-1:000000000000:table/Images'],
    [{ Ref: 'StagingBucket1A2B' }, 'stagingbucket1a2b'],
    [{ 'Fn::GetAtt': 'StagingBucket1A2B.Arn' }, 'arn:aws:s3:::stagingbucket1a2b'],
    [{ 'Fn::GetAtt': ['Dlq', 'Arn'] }, 'arn:aws:sqs:us-east-1:000000000000:Dlq'],
    [{ Ref: 'Dlq' }, 'https://sqs.us-east-1.amazonaws.com/000000000000/Dlq'],
    [{ 'Fn::GetAtt': ['MintRole', 'Arn'] }, 'arn:aws:iam::000000000000:role/MintRole'],
    [{ Ref: 'Mint' }, 'mint-us-east-1'],
    [{ 'Fn::GetAtt': ['Mint', 'Arn'] }, 'arn:aws:lambda:us-east-1:000000000000:function:mint-us-east-1'],
    [{ Ref: 'AWS::Partition' }, 'aws'],
  ])('%j is %j', (expression, expected) => {
    expect(resolve(expression)).toBe(expected);
  });

  test('to the same table agree, however the ARN is written', () => {
    const byParts = sub(
      `arn:\${AWS::Partition}:dynamodb:\${AWS::Region}:\${AWS::AccountId}:table/\${Images}`,
    );

    expect(resolve(byParts)).toBe(resolve({ 'Fn::GetAtt': ['Images', 'Arn'] }));
  });

  test('to a parameter are its default', () => {
    const Parameters = {
      BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/cdk/version' },
    };

    expect(resolve({ Ref: 'BootstrapVersion' }, { Parameters })).toBe('/cdk/version');
    expect(() => resolve({ Ref: 'Email' }, { Parameters: { Email: { Type: 'String' } } })).toThrow(
      /Email has no default/,
    );
  });

  test('keep bucket names within 63 characters and different', () => {
    const long = (end: string) => `${'VeryLongConstructPath'.repeat(4)}${end}`;
    const Resources = {
      [long('A1')]: { Type: 'AWS::S3::Bucket' },
      [long('B2')]: { Type: 'AWS::S3::Bucket' },
    };

    const names = ['A1', 'B2'].map((end) => String(resolve({ Ref: long(end) }, { Resources })));

    expect(names.map((name) => name.length)).toEqual([63, 63]);
    expect(names[0]).not.toBe(names[1]);
  });
});

describe('functions', () => {
  test.each<[unknown, unknown]>([
    [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }, 3]] }, 'a-us-east-1-3'],
    [{ 'Fn::Split': ['/', 'a/b/c'] }, ['a', 'b', 'c']],
    [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
    [{ 'Fn::Select': ['0', ['x', 'y']] }, 'x'],
    [
      sub(`\${!Literal} \${Images} \${Images.Arn}`),
      `\${Literal} Images arn:aws:dynamodb:us-east-1:000000000000:table/Images`,
    ],
    [sub(`\${Own}/\${Images}`, { Own: { Ref: 'Mint' }, Images: 'shadowed' }), 'mint-us-east-1/shadowed'],
    [{ 'Fn::Base64': 'hello' }, 'aGVsbG8='],
    [{ plain: [{ Ref: 'Mint' }, null, true, 1] }, { plain: ['mint-us-east-1', null, true, 1] }],
  ])('%j is %j', (expression, expected) => {
    expect(resolve(expression)).toEqual(expected);
  });

  test('look up mappings', () => {
    const Mappings = { Sizes: { 'us-east-1': { small: 1 } } };

    expect(resolve({ 'Fn::FindInMap': ['Sizes', { Ref: 'AWS::Region' }, 'small'] }, { Mappings })).toBe(1);
    expect(() => resolve({ 'Fn::FindInMap': ['Sizes', 'mars', 'small'] }, { Mappings })).toThrow(
      /mars.small/,
    );
  });

  test('drop properties and list items without a value', () => {
    const none = { Ref: 'AWS::NoValue' };

    expect(resolve({ kept: 1, dropped: none, list: ['a', none, 'b'] })).toEqual({
      kept: 1,
      list: ['a', 'b'],
    });
  });

  test.each<[string, unknown, RegExp]>([
    ['Fn::ImportValue', { a: { 'Fn::ImportValue': 'x' } }, /value\.a: .*Fn::ImportValue/],
    ['an unknown function', [{ 'Fn::Cidr': [] }], /value\[0\]: .*Fn::Cidr/],
    ['a reference to nothing', { Ref: 'Ghost' }, /no resource Ghost/],
    [
      'an attribute nobody listed',
      { 'Fn::GetAtt': ['Mint', 'SnapStart'] },
      /SnapStart of AWS::Lambda::Function Mint/,
    ],
    ['a type nobody listed', { Ref: 'Cleanup' }, /Custom::Cleanup/],
    ['an index outside the list', { 'Fn::Select': [3, ['a']] }, /index 3/],
    ['a list in a string', { 'Fn::Join': ['', [['a']]] }, /expected a string/],
  ])('refuse %s and say where', (_what, expression, message) => {
    expect(() => resolve(expression)).toThrow(message);
  });
});

describe('conditions', () => {
  const Conditions = {
    Local: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'us-east-1'] },
    Remote: { 'Fn::Not': [{ Condition: 'Local' }] },
    Both: { 'Fn::And': [{ Condition: 'Local' }, { Condition: 'Remote' }] },
    Either: { 'Fn::Or': [{ Condition: 'Local' }, { Condition: 'Remote' }] },
  };

  test.each([
    ['Local', 'then'],
    ['Remote', 'else'],
    ['Both', 'else'],
    ['Either', 'then'],
  ])('%s chooses %s', (name, expected) => {
    expect(resolve({ 'Fn::If': [name, 'then', 'else'] }, { Conditions })).toBe(expected);
  });

  test('do not resolve the branch that is not taken', () => {
    expect(resolve({ 'Fn::If': ['Local', 1, { Ref: 'Ghost' }] }, { Conditions })).toBe(1);
  });

  test('leave resources out', () => {
    const Resources = {
      Here: { Type: 'AWS::SQS::Queue', Condition: 'Local' },
      There: { Type: 'AWS::SQS::Queue', Condition: 'Remote' },
    };

    const template = templateOf({ Resources, Conditions });

    expect(template.ofType('AWS::SQS::Queue').map(({ logicalId }) => logicalId)).toEqual(['Here']);
    expect(template.types()).toEqual(new Map([['AWS::SQS::Queue', ['Here']]]));
  });

  test('that do not exist are an error', () => {
    expect(() => resolve({ 'Fn::If': ['Nope', 1, 2] })).toThrow(/no condition Nope/);
  });
});

describe('hosts of this app', () => {
  test.each<[string, unknown, string]>([
    [
      'the control API by parts',
      {
        'Fn::Join': [
          '',
          [
            'https://',
            { Ref: 'Control' },
            '.execute-api.',
            { Ref: 'AWS::Region' },
            '.',
            { Ref: 'AWS::URLSuffix' },
            '/client',
          ],
        ],
      },
      `${origins.control}/client`,
    ],
    [
      'the upload API, with its stage',
      sub(`https://\${Upload}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}/prod`),
      `${origins.upload}/prod`,
    ],
    ['the distribution', sub(`https://\${Delivery.DomainName}`), origins.delivery],
    [
      'any of them within a longer text',
      sub(`img-src https://\${Delivery.DomainName} data:`),
      `img-src ${origins.delivery} data:`,
    ],
  ])('%s becomes a local origin', (_what, expression, expected) => {
    expect(resolve(expression)).toBe(expected);
  });

  test('stay AWS host names where only the host is used, so that origins can be told apart', () => {
    const host = {
      'Fn::Select': [2, { 'Fn::Split': ['/', { 'Fn::GetAtt': ['DeliverUrl', 'FunctionUrl'] }] }],
    };

    expect(resolve(host)).toBe('deliverurl.lambda-url.us-east-1.on.aws');
  });

  test('leave a REST API alone that is neither of the two', () => {
    const Resources = { Other: { Type: 'AWS::ApiGateway::RestApi', Properties: { Name: 'other' } } };

    expect(resolve(sub(`https://\${Other}.execute-api.us-east-1.amazonaws.com`), { Resources })).toBe(
      'https://other.execute-api.us-east-1.amazonaws.com',
    );
  });

  test('do not touch other addresses', () => {
    expect(resolve('https://example.com/https://other.cloudfront.net')).toBe(
      'https://example.com/https://other.cloudfront.net',
    );
  });
});

describe('resources', () => {
  test('are given with resolved properties, one by one or by type', () => {
    const template = templateOf();

    expect(template.get('Mint')).toEqual({
      logicalId: 'Mint',
      type: 'AWS::Lambda::Function',
      properties: { FunctionName: 'mint-us-east-1' },
    });
    expect(template.ofType('AWS::Lambda::Function')).toEqual([template.get('Mint')]);
    expect(() => template.get('Ghost')).toThrow(/no resource Ghost/);
  });

  test('name the property that cannot be resolved', () => {
    const Resources = {
      Broken: { Type: 'AWS::SQS::Queue', Properties: { Tags: [{ Value: { Ref: 'Ghost' } }] } },
    };

    expect(() => templateOf({ Resources }).get('Broken')).toThrow(
      'Broken.Properties.Tags[0].Value: there is no resource Ghost',
    );
  });
});
