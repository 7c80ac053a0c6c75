import * as z from 'zod';
import { onlyResource, parseProperties } from '../gateway/parse-properties';
import { type Throttle, throttleOfSettings } from '../gateway/throttle';
import type { Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { type CorsConfig, corsConfiguration } from './cors';
import { parseRoutePath, type RoutePath } from './select-route';

/** A route and the function behind it. */
export interface RouteConfig extends RoutePath {
  /** As in the template, e.g. `GET /images/{id}` or `$default`. */
  readonly routeKey: string;
  readonly functionArn: string;
  readonly timeoutMs: number;
  readonly throttle?: Throttle;
}

/** An HTTP API as the template has it. */
export interface HttpApiConfig {
  readonly apiId: string;
  /** `$default` or the first segment of every path. */
  readonly stage: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly routes: readonly RouteConfig[];
  readonly cors?: CorsConfig;
}

// Strict: a property that would change behaviour on AWS and is not listed here stops the start instead of being ignored.
const api = z.strictObject({
  Name: z.string(),
  ProtocolType: z.literal('HTTP'),
  CorsConfiguration: corsConfiguration.optional(),
  Description: z.string().optional(),
  DisableExecuteApiEndpoint: z.literal(false).optional(),
  Tags: z.unknown().optional(),
});
const routeSettings = z.looseObject({
  ThrottlingRateLimit: z.number().optional(),
  ThrottlingBurstLimit: z.number().optional(),
});
const stage = z.strictObject({
  ApiId: z.string(),
  StageName: z.string(),
  AutoDeploy: z.literal(true, 'only stages that deploy by themselves run locally'),
  DefaultRouteSettings: routeSettings.optional(),
  RouteSettings: z.record(z.string(), routeSettings).optional(),
  StageVariables: z.record(z.string(), z.string()).optional(),
  AccessLogSettings: z.unknown().optional(),
  Description: z.string().optional(),
  Tags: z.unknown().optional(),
});
const route = z.strictObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().startsWith('integrations/'),
  AuthorizationType: z.literal('NONE', 'authorizers of HTTP APIs do not run locally').optional(),
  OperationName: z.string().optional(),
});
const integration = z.strictObject({
  ApiId: z.string(),
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  IntegrationMethod: z.literal('POST').optional(),
  PayloadFormatVersion: z.literal('2.0'),
  TimeoutInMillis: z.number().min(50).max(30_000).default(30_000),
  Description: z.string().optional(),
});

/**
 * Reads the template's one HTTP API with its routes, integrations and stage.
 * @throws TemplateError for anything that would behave otherwise on AWS than here.
 */
export const readHttpApi = (template: Template): HttpApiConfig => {
  const resource = onlyResource(template, 'AWS::ApiGatewayV2::Api');
  const apiId = String(template.resolve({ Ref: resource.logicalId }));
  const { CorsConfiguration } = parseProperties(api, resource);
  const settings = parseProperties(stage, onlyResource(template, 'AWS::ApiGatewayV2::Stage'));
  const routes = template.ofType('AWS::ApiGatewayV2::Route').map((found): RouteConfig => {
    const { RouteKey, Target } = parseProperties(route, found);
    const target = integrationOf(template, Target);
    const throttling = { ...settings.DefaultRouteSettings, ...settings.RouteSettings?.[RouteKey] };
    const throttle = throttleOfSettings(throttling.ThrottlingRateLimit, throttling.ThrottlingBurstLimit);
    return {
      ...parseRoutePath(RouteKey, found.logicalId),
      routeKey: RouteKey,
      functionArn: target.IntegrationUri,
      timeoutMs: target.TimeoutInMillis,
      ...(throttle && { throttle }),
    };
  });
  return {
    apiId,
    stage: settings.StageName,
    stageVariables: settings.StageVariables ?? {},
    routes,
    ...(CorsConfiguration && { cors: CorsConfiguration }),
  };
};

const integrationOf = (template: Template, target: string) => {
  const id = target.slice('integrations/'.length);
  const found = template
    .ofType('AWS::ApiGatewayV2::Integration')
    .find(({ logicalId }) => template.resolve({ Ref: logicalId }) === id);
  if (!found) throw new TemplateError(target, 'there is no such integration');
  return parseProperties(integration, found);
};
