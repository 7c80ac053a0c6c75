import { join } from 'node:path';
import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { type IGrantable, type IPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  ApplicationLogLevel,
  Architecture,
  LoggingFormat,
  Runtime,
  SystemLogLevel,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { lambdaBundling, PROJECT_ROOT } from './lambda-bundling';

/** What is the same for every function of a deployment. */
export interface FunctionDefaults {
  readonly logRetention: RetentionDays;
  /** The least severe log lines that are kept. */
  readonly logLevel: 'DEBUG' | 'INFO' | 'WARN' | 'ERROR';
  /** False builds bundles without native packages, see `BundlingChoices`. */
  readonly nativeBundling: boolean;
}

/** `Env` is the type that the function's own `env.ts` exports: a forgotten variable does not compile. */
export interface ServiceFunctionProps<Env> {
  /** The folder below `lambdas/`; also the service name in logs, metrics and traces. */
  readonly name: string;
  readonly defaults: FunctionDefaults;
  readonly environment: Readonly<Record<keyof Env & string, string>>;
  /** Megabytes; CPU grows with it, one whole core at 1769. @default 512 */
  readonly memorySize?: number;
  /** @default 10 seconds */
  readonly timeout?: Duration;
  /** Packages with native code, installed for linux-arm64 beside the bundle. @default none */
  readonly native?: readonly string[];
  /** Instances that may run at once; they are taken from the account's quota. @default no limit of its own */
  readonly reservedConcurrency?: number;
}

/**
 * A Lambda function as all of ours are: bundled from `lambdas/<name>/index.ts`, arm64, traced, with JSON logs in a
 * log group of its own and a role that may write there and nothing else until a relation grants it more.
 */
export class ServiceFunction<Env> extends Construct implements IGrantable {
  readonly function: NodejsFunction;
  readonly role: Role;
  readonly logGroup: LogGroup;

  constructor(scope: Construct, id: string, props: ServiceFunctionProps<Env>) {
    super(scope, id);
    // Logs hold no user's data worth more than their retention, so a deleted stack leaves none behind.
    this.logGroup = new LogGroup(this, 'Logs', {
      retention: props.defaults.logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.role = this.createRole();
    this.function = this.createFunction(props);
    this.acknowledgeFindings();
  }

  get grantPrincipal(): IPrincipal {
    return this.role;
  }

  /** Not the managed AWSLambdaBasicExecutionRole: that one may write to every log group of the account. */
  private createRole(): Role {
    const role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    this.logGroup.grantWrite(role);
    return role;
  }

  private createFunction(props: ServiceFunctionProps<Env>): NodejsFunction {
    const { name, defaults, environment } = props;
    return new NodejsFunction(this, 'Function', {
      entry: join(PROJECT_ROOT, 'lambdas', name, 'index.ts'),
      projectRoot: PROJECT_ROOT,
      depsLockFilePath: join(PROJECT_ROOT, 'package-lock.json'),
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      memorySize: props.memorySize ?? 512,
      timeout: props.timeout ?? Duration.seconds(10),
      ...(props.reservedConcurrency === undefined
        ? {}
        : { reservedConcurrentExecutions: props.reservedConcurrency }),
      role: this.role,
      logGroup: this.logGroup,
      loggingFormat: LoggingFormat.JSON,
      // The logger itself leaves out what is below the level; Lambda's filter would take the metrics along.
      applicationLogLevelV2:
        defaults.logLevel === 'DEBUG' ? ApplicationLogLevel.DEBUG : ApplicationLogLevel.INFO,
      systemLogLevelV2: SystemLogLevel.WARN,
      tracing: Tracing.ACTIVE,
      environment: {
        POWERTOOLS_SERVICE_NAME: name,
        // The stack's name, so that two deployments in one account count apart.
        POWERTOOLS_METRICS_NAMESPACE: Stack.of(this).stackName,
        POWERTOOLS_LOG_LEVEL: defaults.logLevel,
        ...environment,
      },
      bundling: lambdaBundling({
        native: props.native ?? [],
        nativeBundling: defaults.nativeBundling,
      }),
    });
  }

  private acknowledgeFindings(): void {
    Validations.of(this.role).acknowledge({
      id: 'AwsSolutions-IAM5[Resource::*]',
      reason:
        'X-Ray has no resources: PutTraceSegments and PutTelemetryRecords are granted on * or not at all.',
    });
    Validations.of(this.function).acknowledge({
      id: 'Serverless-LambdaDLQ',
      reason:
        'Nobody invokes it asynchronously: API Gateway, CloudFront and SQS wait for the answer or keep the event.',
    });
  }
}
