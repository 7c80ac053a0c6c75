/**
 * CDK behaviour that we rely on, set in code so that every synthesis is the same: the cdk command's, a test's and the
 * local service's.
 */
export const FEATURE_FLAGS: Readonly<Record<string, unknown>> = {
  // A finding of CloudFormation's own validator fails the synthesis instead of being a remark.
  '@aws-cdk/core:validateAgainstDefaultRules': true,
  '@aws-cdk/core:target-partitions': ['aws', 'aws-cn'],
  '@aws-cdk/core:enablePartitionLiterals': true,
  '@aws-cdk/aws-iam:minimizePolicies': true,
  '@aws-cdk/aws-apigateway:disableCloudWatchRole': true,
  // A changed authorizer makes a new deployment of the REST API; otherwise the stage keeps the old one.
  '@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId': true,
  '@aws-cdk/aws-apigateway:logGroupDestinationArnWithoutWildcard': true,
  '@aws-cdk/aws-s3:publicAccessBlockedByDefault': true,
  '@aws-cdk/aws-lambda:recognizeLayerVersion': true,
};
