/** The region everything local claims to be in: SDK defaults, S3 signing scopes and ARNs agree on it. */
export const LOCAL_REGION = 'us-east-1';
/** The account of every local ARN. */
export const LOCAL_ACCOUNT_ID = '000000000000';

/** What `{Ref: 'AWS::NoValue'}` resolves to: the property that holds it is left out. */
export const NO_VALUE = Symbol('AWS::NoValue');

/** CloudFormation's pseudo parameters, as the local service has them. */
export const PSEUDO_PARAMETERS: Readonly<Record<string, unknown>> = {
  'AWS::AccountId': LOCAL_ACCOUNT_ID,
  'AWS::NotificationARNs': [],
  'AWS::NoValue': NO_VALUE,
  'AWS::Partition': 'aws',
  'AWS::Region': LOCAL_REGION,
  'AWS::StackId': `arn:aws:cloudformation:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:stack/local/local`,
  'AWS::StackName': 'local',
  'AWS::URLSuffix': 'amazonaws.com',
};

/** `arn:aws:<service>:<region>:<account>:<resource>` as every local value has it. */
export const localArn = (service: string, resource: string): string =>
  `arn:aws:${service}:${LOCAL_REGION}:${LOCAL_ACCOUNT_ID}:${resource}`;
