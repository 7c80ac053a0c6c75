import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { CfnAccount, type CfnRestApi, type CfnStage, type Stage } from 'aws-cdk-lib/aws-apigateway';
import { ManagedPolicy, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/**
 * The role with which API Gateway writes logs. An AWS account has one of them for all its REST APIs, and no stage can
 * log before it is there. It stays when the stack goes: other APIs may log with it by then.
 */
export class ApiLogRole extends Construct {
  private readonly account: CfnAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
      managedPolicies: [
        ManagedPolicy.fromAwsManagedPolicyName('service-role/AmazonAPIGatewayPushToCloudWatchLogs'),
      ],
    });
    role.applyRemovalPolicy(RemovalPolicy.RETAIN);
    this.account = new CfnAccount(this, 'Account', { cloudWatchRoleArn: role.roleArn });
    this.account.applyRemovalPolicy(RemovalPolicy.RETAIN);
    Validations.of(role).acknowledge({
      id: 'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      reason: 'The role is the account-wide one that API Gateway documents with exactly this policy.',
    });
  }
  /**
   * Makes a stage after the role is set, and sets the role after the stage's API is there: an account in which there never
   * was anything of API Gateway takes no role (CloudFormation, `AWS::ApiGateway::Account`).
   */
  precede(stage: Stage): void {
    this.account.addResourceDependency(stage.restApi.node.defaultChild as CfnRestApi);
    (stage.node.defaultChild as CfnStage).addResourceDependency(this.account);
  }
}
