import { Stack, Validations } from 'aws-cdk-lib';
import { type Deployment, type RestApi, Stage } from 'aws-cdk-lib/aws-apigateway';
import { ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { type ControlFunction, ROUTES, type Route } from '../../lambdas/http/routes';
import type { DomainConfig } from '../config';
import { addControlGatewayResponses } from './control-gateway-responses';
import { CREATE_RESPONSES, createIntegration } from './create-integration';
import { functionIntegration } from './function-integration';
import {
  type ApiProps,
  addOwnDomain,
  apiStageOptions,
  createRegionalApi,
  executeApiHost,
  prepareLogs,
} from './regional-api';

/** Props of `ControlApi`. */
export interface ControlApiProps extends ApiProps {
  readonly functions: Readonly<Record<ControlFunction, IFunction>>;
}

/**
 * API Gateway's own host name has a stage as the first segment of every path. Ours are the first segments that
 * Cloudflare's paths have anyway: `/client/v4/…` and the batch API's `/images/…` (contract 3.15). An own domain maps
 * them to the same URLs.
 */
const STAGES = ['client', 'images'] as const;

/** Paths hold account and image ids, tokens travel in headers: neither headers nor queries are logged. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  path: '$context.path',
  status: '$context.status',
  gatewayError: '$context.error.responseType',
  functionError: '$context.integration.error',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  functionLatencyMs: '$context.integration.latency',
};

/** A route's path without the stage. */
const resourcePath = ({ path }: Route): string => path.replace(/^\/[^/]+/, '');

/**
 * The API of app backends. Methods come from the list that the handlers dispatch on; the methods that a path lacks go
 * to `read`, which names those that it has. No CORS: a page that could call it would hold the account's token
 * (contract 4.4). It is a REST API because that hands paths over as they were sent: an HTTP API decodes them twice.
 */
export class ControlApi extends Construct {
  readonly api: RestApi;
  /** By the first segment of the paths that it answers. */
  readonly stages: Readonly<Record<(typeof STAGES)[number], Stage>>;
  /** What an SDK takes as its `baseURL`. */
  readonly baseUrl: string;
  /** Where the own host name's DNS record points, when there is one. */
  readonly domainTarget?: string;

  constructor(scope: Construct, id: string, props: ControlApiProps) {
    super(scope, id);
    const stage = apiStageOptions(this, { ...props, accessLog: ACCESS_LOG, tracingEnabled: true });
    this.api = createRegionalApi(this, {
      purpose: 'control',
      description: 'Control API of direct uploads',
      deployOptions: { ...stage, stageName: 'client' },
      domain: props.domain,
    });
    this.addMethods(props.functions);
    addControlGatewayResponses(this.api);
    this.acknowledge();
    this.stages = {
      client: this.api.deploymentStage,
      images: new Stage(this, 'ImagesStage', {
        ...stage,
        stageName: 'images',
        // Undefined only for an API that is not deployed.
        deployment: this.api.latestDeployment as Deployment,
      }),
    };
    for (const each of Object.values(this.stages)) prepareLogs(each, props);
    if (props.domain) this.domainTarget = this.addDomain(props.domain);
    this.baseUrl = `https://${props.domain?.name ?? executeApiHost(this.api)}/client/v4`;
  }

  private addMethods(functions: ControlApiProps['functions']): void {
    const proxies = {
      mint: functionIntegration(functions.mint, true),
      read: functionIntegration(functions.read, true),
      manage: functionIntegration(functions.manage, true),
    };
    const create = createIntegration(functions.create);
    for (const route of ROUTES) {
      const resource = this.api.root.resourceForPath(resourcePath(route));
      if (route.function === 'create')
        resource.addMethod(route.method, create, { methodResponses: CREATE_RESPONSES });
      else resource.addMethod(route.method, proxies[route.function]);
    }
    for (const path of new Set(ROUTES.map(resourcePath)))
      this.api.root.resourceForPath(path).addMethod('ANY', proxies.read);
    for (const [name, handler] of Object.entries(functions)) this.allowInvocation(name, handler);
  }

  /** One permission for the whole API: one for each method would outgrow the function's policy. */
  private allowInvocation(name: string, handler: IFunction): void {
    handler.addPermission(`ControlApi-${name}`, {
      scope: this,
      principal: new ServicePrincipal('apigateway.amazonaws.com'),
      sourceArn: Stack.of(this).formatArn({
        service: 'execute-api',
        resource: this.api.restApiId,
        // Stage, method and path.
        resourceName: '*/*/*',
      }),
    });
  }

  private addDomain(config: DomainConfig): string {
    const domain = addOwnDomain(this, this.api, config, 'client');
    domain.addBasePathMapping(this.api, { basePath: 'images', stage: this.stages.images });
    return domain.domainNameAliasDomainName;
  }

  private acknowledge(): void {
    Validations.of(this).acknowledge(
      {
        id: 'AwsSolutions-APIG2',
        reason:
          'Every handler validates its whole request; bodies come in encodings that models cannot describe.',
      },
      {
        id: 'AwsSolutions-APIG3',
        reason:
          'A web ACL has a price of its own; every request needs a token, and tokens and stages have limits.',
      },
      {
        id: 'AwsSolutions-APIG4',
        reason:
          'Every handler checks the token before anything else: an authorizer’s refusal has one status, and clients need 401 and 403.',
      },
      {
        id: 'AwsSolutions-COG4',
        reason: 'Clients are back ends with API tokens, as Cloudflare’s are; there are no users to sign in.',
      },
    );
  }
}
