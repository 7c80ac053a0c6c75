import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  type CfnStage,
  type DomainName,
  EndpointType,
  LogGroupLogDestination,
  MethodLoggingLevel,
  RestApi,
  SecurityPolicy,
  type Stage,
  type StageOptions,
} from 'aws-cdk-lib/aws-apigateway';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type CfnLogGroup, LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { DomainConfig } from '../config';
import type { ApiLogRole } from './api-log-role';

/** What a stage needs before it can log. */
export interface StageLogs {
  readonly logRetention: RetentionDays;
  /** @default the account has a role for API Gateway's logs already */
  readonly logRole?: ApiLogRole | undefined;
}

/** Props that each of our APIs takes. */
export interface ApiProps extends StageLogs {
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  /** @default the host name of API Gateway */
  readonly domain?: DomainConfig | undefined;
}

/** What the stages of an API have in common. */
export interface ApiStageProps extends Pick<ApiProps, 'throttle' | 'logRetention'> {
  /** The fields of a line of the access log, each with API Gateway's variable. */
  readonly accessLog: Readonly<Record<string, string>>;
  /** A trace holds the whole URL of a request. */
  readonly tracingEnabled: boolean;
}

/** Options of every stage of an API, with one access log for all of them in `scope`. */
export const apiStageOptions = (
  scope: Construct,
  { throttle, logRetention, accessLog, tracingEnabled }: ApiStageProps,
): StageOptions => ({
  throttlingRateLimit: throttle.ratePerSecond,
  throttlingBurstLimit: throttle.burst,
  accessLogDestination: new LogGroupLogDestination(
    new LogGroup(scope, 'AccessLogs', { retention: logRetention, removalPolicy: RemovalPolicy.DESTROY }),
  ),
  accessLogFormat: AccessLogFormat.custom(JSON.stringify(accessLog)),
  // Not INFO and no data trace: they write paths, headers and bodies, and secrets with them.
  loggingLevel: MethodLoggingLevel.ERROR,
  dataTraceEnabled: false,
  tracingEnabled,
});

/**
 * Makes what a stage logs with before the stage: the role, and the group of its execution log. Beside the access log that
 * one says what was wrong with a failed authorizer, mapping template or integration. API Gateway chooses its name; a group
 * of API Gateway's own making would be kept without an end, and after the stack.
 */
export const prepareLogs = (stage: Stage, { logRetention, logRole }: StageLogs): void => {
  const resource = stage.node.defaultChild as CfnStage;
  const group = new LogGroup(stage, 'ExecutionLogs', {
    logGroupName: `API-Gateway-Execution-Logs_${stage.restApi.restApiId}/${resource.stageName}`,
    retention: logRetention,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  resource.addResourceDependency(group.node.defaultChild as CfnLogGroup);
  logRole?.precede(stage);
};

/** Props of a REST API. */
export interface RegionalApiProps {
  /** The end of its name. */
  readonly purpose: string;
  readonly description: string;
  readonly deployOptions: StageOptions;
  /** Switches API Gateway's own host name off. */
  readonly domain: DomainConfig | undefined;
}

/** Makes a REST API whose bodies are all binary in `scope`. */
export const createRegionalApi = (
  scope: Construct,
  { purpose, description, deployOptions, domain }: RegionalApiProps,
): RestApi => {
  const api = new RestApi(scope, 'Api', {
    // CloudWatch tells REST APIs apart by this name only.
    restApiName: `${Stack.of(scope).stackName}-${purpose}`,
    description,
    endpointTypes: [EndpointType.REGIONAL],
    binaryMediaTypes: ['*/*'],
    cloudWatchRole: false,
    disableExecuteApiEndpoint: domain !== undefined,
    deployOptions,
  });
  // The output that RestApi adds names a URL that an own domain switches off.
  api.node.tryRemoveChild('Endpoint');
  return api;
};

/** API Gateway's own host name of an API. Made of its id: the stage's URL would make who is told it depend on the deployment. */
export const executeApiHost = (api: RestApi): string => {
  const { region, urlSuffix } = Stack.of(api);
  return `${api.restApiId}.execute-api.${region}.${urlSuffix}`;
};

/** Gives an API a host name of its own; `basePath` is mapped to the stage that it deploys, without one all paths are. */
export const addOwnDomain = (
  scope: Construct,
  api: RestApi,
  { name, certificateArn }: DomainConfig,
  basePath?: string,
): DomainName =>
  api.addDomainName('Domain', {
    domainName: name,
    certificate: Certificate.fromCertificateArn(scope, 'Certificate', certificateArn),
    endpointType: EndpointType.REGIONAL,
    securityPolicy: SecurityPolicy.TLS_1_2,
    ...(basePath === undefined ? {} : { basePath }),
  });
