import { SynthesisedTemplate } from './support/template';

interface Statement {
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource: string | string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | string[]>>>>;
}

interface PolicyProperties {
  readonly Roles: string[];
  readonly PolicyDocument: { readonly Statement: Statement[] };
}

interface RoleProperties {
  readonly AssumeRolePolicyDocument: {
    readonly Statement: { readonly Action: string; readonly Effect: string; readonly Principal: object }[];
  };
  readonly ManagedPolicyArns?: string[];
  readonly Policies?: unknown[];
}

const list = (value: string | string[]): string[] => [value].flat();

/** A statement in one line: what, on what, and under which condition. */
const sentence = ({ Effect, Action, Resource, Condition = {} }: Statement): string => {
  const conditions = Object.entries(Condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ` if ${operator} ${key} ${list(values).join(' ')}`),
  );
  return `${Effect} ${list(Action).join(' ')} on ${list(Resource).join(' ')}${conditions.join('')}`;
};

const template = SynthesisedTemplate.of('default');

const statementsOf = (role: string, from = template): string[] =>
  Object.values(from.ofType('AWS::IAM::Policy'))
    .map((policy) => policy.Properties as unknown as PolicyProperties)
    .filter((policy) => policy.Roles.includes(`<${role}>`))
    .flatMap((policy) => policy.PolicyDocument.Statement)
    .map(sentence)
    .sort();

const TABLE = '<RecordsTable.Arn>';
const STAGED = '<BucketsStaging.Arn>/staging/*';
const TRACES = 'Allow xray:PutTelemetryRecords xray:PutTraceSegments on *';
const logs = (id: string) => `Allow logs:CreateLogStream logs:PutLogEvents on <${id}Logs.Arn>`;
const ifKeys = (...kinds: string[]) =>
  ` if ForAllValues:StringLike dynamodb:LeadingKeys ${kinds.map((kind) => `${kind}#*`).join(' ')}`;
const onItems = (...kinds: string[]) => ` on ${TABLE}${ifKeys(...kinds)}`;

/** Everything that each role may do; there is nothing else. */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  FunctionsMintRole: [
    `Allow dynamodb:GetItem${onItems('TOKEN', 'IMAGE')}`,
    `Allow dynamodb:PutItem${onItems('IMAGE')}`,
    logs('FunctionsMint'),
    'Allow s3:ListBucket on <BucketsStaging.Arn> if StringLike s3:prefix staging/*',
    'Allow sts:AssumeRole on <FunctionsUploadSignerRole.Arn>',
    TRACES,
  ],
  FunctionsCreateRole: [
    `Allow dynamodb:GetItem${onItems('TOKEN', 'IMAGE', 'ACCOUNT')}`,
    `Allow dynamodb:DeleteItem dynamodb:PutItem${onItems('IMAGE')}`,
    `Allow dynamodb:UpdateItem${onItems('IMAGE', 'COUNT')}`,
    logs('FunctionsCreate'),
    'Allow s3:DeleteObject s3:PutObject on <BucketsImages.Arn>/images/*',
    'Allow s3:ListBucket on <BucketsImages.Arn> if StringLike s3:prefix images/*',
    'Allow s3:ListBucket on <BucketsStaging.Arn> if StringLike s3:prefix staging/*',
    TRACES,
  ],
  FunctionsUploadSignerRole: [`Allow s3:PutObject on ${STAGED}`],
  FunctionsReadRole: [
    `Allow dynamodb:GetItem${onItems('TOKEN', 'IMAGE', 'ACCOUNT', 'SECRET')}`,
    `Allow dynamodb:BatchGetItem${onItems('COUNT')}`,
    `Allow dynamodb:UpdateItem${onItems('SECRET')}`,
    `Allow dynamodb:Query on ${TABLE}/index/creator ${TABLE}/index/listing${ifKeys('IMAGES', 'CREATOR')}`,
    logs('FunctionsRead'),
    'Allow s3:GetObject on <BucketsImages.Arn>/images/*',
    'Allow s3:ListBucket on <BucketsStaging.Arn> if StringLike s3:prefix staging/*',
    TRACES,
  ],
  FunctionsManageRole: [
    'Allow cloudfront:CreateInvalidation on arn:<AWS::Partition>:cloudfront::<AWS::AccountId>:distribution/<DeliveryDistribution>',
    `Allow dynamodb:DeleteItem${onItems('IMAGE')}`,
    `Allow dynamodb:PutItem${onItems('TOKEN')}`,
    `Allow dynamodb:UpdateItem${onItems('IMAGE', 'ACCOUNT', 'KEYS', 'COUNT', 'WEBHOOKS')}`,
    `Allow dynamodb:GetItem${onItems('TOKEN', 'IMAGE', 'ACCOUNT', 'KEYS', 'WEBHOOKS')}`,
    logs('FunctionsManage'),
    `Allow s3:DeleteObject on <BucketsImages.Arn>/derived/* <BucketsImages.Arn>/images/* ${STAGED}`,
    'Allow s3:ListBucket on <BucketsImages.Arn> if StringLike s3:prefix derived/*',
    'Allow s3:ListBucket on <BucketsImages.Arn> if StringLike s3:prefix images/*',
    'Allow s3:ListBucket on <BucketsStaging.Arn> if StringLike s3:prefix staging/*',
    TRACES,
  ],
  AuthorizerFunctionRole: [
    `Allow dynamodb:GetItem${onItems('IMAGE', 'ACCOUNT')}`,
    logs('AuthorizerFunction'),
    TRACES,
  ],
  UploadStorageRole: [`Allow s3:PutObject on ${STAGED}`],
  IngestFunctionRole: [
    `Allow dynamodb:GetItem${onItems('IMAGE', 'ACCOUNT')}`,
    `Allow dynamodb:UpdateItem${onItems('IMAGE', 'COUNT')}`,
    'Allow events:PutEvents on <EventsBus.Arn> if StringEquals events:source direct-upload.images',
    logs('IngestFunction'),
    `Allow s3:DeleteObject s3:GetObject on ${STAGED}`,
    'Allow s3:DeleteObject s3:PutObject on <BucketsImages.Arn>/images/*',
    'Allow s3:ListBucket on <BucketsImages.Arn> if StringLike s3:prefix images/*',
    'Allow s3:ListBucket on <BucketsStaging.Arn> if StringLike s3:prefix staging/*',
    'Allow sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage on <IngestQueue.Arn>',
    TRACES,
  ],
  ApiLogsRole: [],
  WebhooksFunctionRole: [
    `Allow dynamodb:GetItem dynamodb:UpdateItem${onItems('WEBHOOKS')}`,
    logs('WebhooksFunction'),
    'Allow sqs:ChangeMessageVisibility sqs:DeleteMessage sqs:GetQueueAttributes sqs:GetQueueUrl sqs:ReceiveMessage sqs:SendMessage on <WebhooksQueue.Arn>',
    TRACES,
  ],
};

/** Who may take each role on. */
const TRUST: Readonly<Record<string, object>> = {
  FunctionsMintRole: { Service: 'lambda.amazonaws.com' },
  FunctionsUploadSignerRole: { AWS: '<FunctionsMintRole.Arn>' },
  FunctionsCreateRole: { Service: 'lambda.amazonaws.com' },
  FunctionsReadRole: { Service: 'lambda.amazonaws.com' },
  FunctionsManageRole: { Service: 'lambda.amazonaws.com' },
  AuthorizerFunctionRole: { Service: 'lambda.amazonaws.com' },
  UploadStorageRole: { Service: 'apigateway.amazonaws.com' },
  IngestFunctionRole: { Service: 'lambda.amazonaws.com' },
  WebhooksFunctionRole: { Service: 'lambda.amazonaws.com' },
  ApiLogsRole: { Service: 'apigateway.amazonaws.com' },
};

/** Delivery has a test of its own. */
const roles = Object.entries(template.ofType('AWS::IAM::Role')).filter(([id]) => !id.startsWith('Delivery'));

describe('Permissions', () => {
  test('there are exactly the roles of the two tables below', () => {
    const ids = roles.map(([id]) => id).sort();

    expect(ids).toEqual(Object.keys(PERMISSIONS).sort());
    expect(ids).toEqual(Object.keys(TRUST).sort());
  });

  test.each(Object.entries(PERMISSIONS))('%s may do exactly what its use cases need', (role, expected) => {
    expect(statementsOf(role)).toEqual([...expected].sort());
  });

  test.each(Object.entries(TRUST))('%s is taken on by nobody else', (role, principal) => {
    const { AssumeRolePolicyDocument } = template.get(role).Properties as unknown as RoleProperties;

    expect(AssumeRolePolicyDocument.Statement).toEqual([
      { Action: 'sts:AssumeRole', Effect: 'Allow', Principal: principal },
    ]);
  });

  test('only those who keep webhooks and send to them see the secrets of webhooks', () => {
    const seeing = roles
      .filter(([id]) => statementsOf(id).some((statement) => statement.includes('WEBHOOKS#')))
      .map(([id]) => id);

    expect(seeing.sort()).toEqual(['FunctionsManageRole', 'WebhooksFunctionRole']);
  });

  test('only those who show signing keys and verify with them see them', () => {
    const seeing = Object.keys(template.ofType('AWS::IAM::Role')).filter((id) =>
      statementsOf(id).some((statement) => statement.includes('KEYS#')),
    );

    expect(seeing.sort()).toEqual(['DeliveryFunctionRole', 'FunctionsManageRole']);
  });

  test.each(['Mint', 'Create', 'Read', 'Manage'])(
    'with a rate limit, %s may also count requests, and nothing else more',
    (name) => {
      const role = `Functions${name}Role`;
      const counting = `Allow dynamodb:UpdateItem${onItems('RATE')}`;

      expect(statementsOf(role, SynthesisedTemplate.of('customised'))).toEqual(
        [...statementsOf(role), counting].sort(),
      );
    },
  );

  test('no role has inline or managed policies, except the account-wide log role of API Gateway', () => {
    const managed = roles
      .map(([id, role]) => [id, role.Properties as unknown as RoleProperties] as const)
      .filter(([, { ManagedPolicyArns, Policies }]) => ManagedPolicyArns || Policies)
      .map(([id, { ManagedPolicyArns, Policies }]) => [id, ManagedPolicyArns, Policies]);

    expect(managed).toEqual([
      [
        'ApiLogsRole',
        ['arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs'],
        undefined,
      ],
    ]);
  });
});
