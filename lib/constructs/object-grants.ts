import { Stack, Validations } from 'aws-cdk-lib';
import { Grant, type IGrantable, type IRole } from 'aws-cdk-lib/aws-iam';
import type { Bucket, CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';

/** Whoever receives a permission here has a role of its own in this stack. */
export type RoleHolder = IGrantable & { readonly role: IRole };

/**
 * Allows S3 object actions (without the `s3:`) below one prefix of one bucket and nowhere else. The wildcard after
 * the prefix is what cdk-nag finds; it is acknowledged here and only for exactly this resource.
 */
export const grantBelowPrefix = (
  holder: RoleHolder,
  bucket: Bucket,
  prefix: string,
  actions: readonly string[],
): void => {
  Grant.addToPrincipal({
    grantee: holder,
    actions: actions.map((action) => `s3:${action}`),
    resourceArns: [bucket.arnForObjects(`${prefix}*`)],
  });
  const logicalId = Stack.of(bucket).getLogicalId(bucket.node.defaultChild as CfnBucket);
  Validations.of(holder.role as IRole & Construct).acknowledge({
    id: `AwsSolutions-IAM5[Resource::<${logicalId}.Arn>/${prefix}*]`,
    reason: `Object keys below ${prefix} are made of hashes and cannot be listed one by one.`,
  });
};

/** Allows listing the keys that start with `prefix`, and no others. */
export const grantListing = (holder: IGrantable, bucket: Bucket, prefix: string): void => {
  Grant.addToPrincipal({
    grantee: holder,
    actions: ['s3:ListBucket'],
    resourceArns: [bucket.bucketArn],
    conditions: { StringLike: { 's3:prefix': `${prefix}*` } },
  });
};
