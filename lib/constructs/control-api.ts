import { RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  DomainName,
  EndpointType,
  HttpApi,
  HttpIntegrationType,
  HttpMethod,
  HttpRouteIntegration,
  type HttpRouteIntegrationConfig,
  HttpStage,
  LogGroupLogDestination,
  PayloadFormatVersion,
  SecurityPolicy,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { type ControlFunction, ROUTES } from '../../lambdas/http/routes';
import type { DomainConfig } from '../config';

/** Props of `ControlApi`. */
export interface ControlApiProps {
  readonly functions: Readonly<Record<ControlFunction, IFunction>>;
  readonly throttle: { readonly ratePerSecond: number; readonly burst: number };
  readonly logRetention: RetentionDays;
  /** @default the host name of API Gateway */
  readonly domain?: DomainConfig | undefined;
}

/** Paths hold account and image ids, tokens travel in headers: neither headers nor queries are logged. */
const ACCESS_LOG = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    requestTime: '$context.requestTime',
    ip: '$context.identity.sourceIp',
    route: '$context.routeKey',
    path: '$context.path',
    status: '$context.status',
    gatewayError: '$context.error.responseType',
    functionError: '$context.integrationErrorMessage',
    responseBytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    functionLatencyMs: '$context.integrationLatency',
  }),
);

/** Sends a route's requests to a function; CDK's own integration adds a permission with each route. */
class FunctionIntegration extends HttpRouteIntegration {
  constructor(
    id: string,
    private readonly handler: IFunction,
  ) {
    super(id);
  }

  bind(): HttpRouteIntegrationConfig {
    return {
      type: HttpIntegrationType.AWS_PROXY,
      uri: this.handler.functionArn,
      payloadFormatVersion: PayloadFormatVersion.VERSION_2_0,
    };
  }
}

/**
 * The API of app backends. Routes come from the list that the handlers dispatch on; whatever matches none goes to
 * `read`, which tells 404 from 405. No CORS: a page that could call it would hold the account's token (contract 4.4).
 */
export class ControlApi extends Construct {
  readonly api: HttpApi;
  readonly stage: HttpStage;
  /** What an SDK takes as its `baseURL`. */
  readonly baseUrl: string;
  /** Where the own host name's DNS record points, when there is one. */
  readonly domainTarget?: string;

  constructor(scope: Construct, id: string, props: ControlApiProps) {
    super(scope, id);
    this.api = this.createApi(props);
    this.stage = this.createStage(props);
    if (props.domain) this.domainTarget = this.addDomain(props.domain);
    const { region, urlSuffix } = Stack.of(this);
    const host = props.domain?.name ?? `${this.api.apiId}.execute-api.${region}.${urlSuffix}`;
    this.baseUrl = `https://${host}/client/v4`;
  }

  private createApi({ functions, domain }: ControlApiProps): HttpApi {
    const integrations = {
      mint: new FunctionIntegration('Mint', functions.mint),
      create: new FunctionIntegration('Create', functions.create),
      read: new FunctionIntegration('Read', functions.read),
      manage: new FunctionIntegration('Manage', functions.manage),
    };
    const api = new HttpApi(this, 'Api', {
      apiName: `${Stack.of(this).stackName}-control`,
      description: 'Control API of direct uploads',
      createDefaultStage: false,
      disableExecuteApiEndpoint: domain !== undefined,
      defaultIntegration: integrations.read,
    });
    for (const route of ROUTES)
      api.addRoutes({
        path: route.path,
        methods: [HttpMethod[route.method]],
        integration: integrations[route.function],
      });
    for (const [name, handler] of Object.entries(functions)) this.allowInvocation(api, name, handler);
    this.acknowledgeApi(api);
    return api;
  }

  /** One permission for the whole API: one for each route would outgrow the function's policy. */
  private allowInvocation(api: HttpApi, name: string, handler: IFunction): void {
    handler.addPermission(`ControlApi-${name}`, {
      scope: this,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      // The $default route has one segment less than the others, so a pattern of three would leave it out.
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: api.apiId,
        resourceName: '*/*',
      }),
    });
  }

  private createStage({ throttle, logRetention }: ControlApiProps): HttpStage {
    const accessLogs = new LogGroup(this, 'AccessLogs', {
      retention: logRetention,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    return new HttpStage(this, 'Stage', {
      httpApi: this.api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: throttle.ratePerSecond, burstLimit: throttle.burst },
      accessLogSettings: { destination: new LogGroupLogDestination(accessLogs), format: ACCESS_LOG },
    });
  }

  private addDomain({ name, certificateArn }: DomainConfig): string {
    const domain = new DomainName(this, 'Domain', {
      domainName: name,
      certificate: Certificate.fromCertificateArn(this, 'Certificate', certificateArn),
      endpointType: EndpointType.REGIONAL,
      securityPolicy: SecurityPolicy.TLS_1_2,
    });
    new ApiMapping(this, 'Mapping', { api: this.api, domainName: domain, stage: this.stage });
    return domain.regionalDomainName;
  }

  private acknowledgeApi(api: HttpApi): void {
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason:
        'Every handler checks the token before anything else: an authorizer of an HTTP API cannot shape its refusal, and clients need the JSON envelope on 401 and 403.',
    });
  }
}
