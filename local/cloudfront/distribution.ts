import type * as z from 'zod';
import { onlyResource, parseValue } from '../gateway/parse-properties';
import { LOCAL_ACCOUNT_ID } from '../template/pseudo-parameters';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import * as schemas from './distribution-schemas';
import {
  MANAGED_CACHE_POLICIES,
  MANAGED_ORIGIN_REQUEST_POLICIES,
  MANAGED_RESPONSE_HEADERS_POLICIES,
} from './managed-policies';
import { type FunctionUrlOriginConfig, readOrigins } from './origin-config';
import * as policies from './policies';
import { ViewerFunction } from './viewer-function';

/** How requests to some paths are answered. */
export interface Behavior {
  /** With `*` and `?`; `*` for the default. */
  readonly pathPattern: string;
  readonly properties: schemas.BehaviorProperties;
  readonly origin: FunctionUrlOriginConfig;
  readonly cachePolicy: policies.CachePolicy;
  readonly originRequestPolicy?: policies.OriginRequestPolicy;
  readonly responseHeadersPolicy?: policies.ResponseHeadersPolicy;
  readonly viewerRequest?: ViewerFunction;
  readonly viewerResponse?: ViewerFunction;
}

/** A distribution as the template has it. */
export interface Distribution {
  readonly id: string;
  readonly arn: string;
  readonly domainName: string;
  /** In order of precedence, the default last. */
  readonly behaviors: readonly Behavior[];
  /** Error caching minimum TTL in seconds by status. */
  readonly errorTtlSeconds: ReadonlyMap<number, number>;
  readonly defaultRootObject: string;
}

/**
 * Reads the template's one distribution with everything it refers to.
 * @param maxFunctionMs - wall-clock time that a CloudFront function may compute
 * @throws TemplateError for anything that would behave otherwise on AWS than here.
 */
export const readDistribution = (template: Template, maxFunctionMs: number): Distribution => {
  const resource = onlyResource(template, 'AWS::CloudFront::Distribution');
  const config = parseValue(
    schemas.distributionConfig,
    resource.properties.DistributionConfig,
    resource.logicalId,
  );
  const id = String(template.resolve({ Ref: resource.logicalId }));
  const origins = readOrigins(template, config.Origins, resource.logicalId);
  const lookUp = createLookUp(template, maxFunctionMs);
  const behavior = (properties: schemas.BehaviorProperties, pathPattern: string): Behavior => {
    const origin = origins.get(properties.TargetOriginId);
    if (!origin)
      throw new TemplateError(resource.logicalId, `there is no origin ${properties.TargetOriginId}`);
    return { pathPattern, properties, origin, ...lookUp(properties) };
  };
  return {
    id,
    arn: `arn:aws:cloudfront::${LOCAL_ACCOUNT_ID}:distribution/${id}`,
    domainName: String(template.resolve({ 'Fn::GetAtt': [resource.logicalId, 'DomainName'] })),
    behaviors: [
      ...config.CacheBehaviors.map((one) => behavior(one, withSlash(one.PathPattern))),
      behavior(config.DefaultCacheBehavior, '*'),
    ],
    errorTtlSeconds: new Map(
      config.CustomErrorResponses.map((one) => [one.ErrorCode, one.ErrorCachingMinTTL]),
    ),
    defaultRootObject: config.DefaultRootObject,
  };
};

/** CloudFront treats a pattern with and without the first slash alike. */
const withSlash = (pattern: string): string =>
  pattern.startsWith('/') || pattern.startsWith('*') ? pattern : `/${pattern}`;

const createLookUp = (template: Template, maxFunctionMs: number) => {
  const cachePolicies = collect(template, 'AWS::CloudFront::CachePolicy', 'CachePolicyConfig');
  const originPolicies = collect(
    template,
    'AWS::CloudFront::OriginRequestPolicy',
    'OriginRequestPolicyConfig',
  );
  const headersPolicies = collect(
    template,
    'AWS::CloudFront::ResponseHeadersPolicy',
    'ResponseHeadersPolicyConfig',
  );
  const functions = readViewerFunctions(template, maxFunctionMs);
  return (properties: schemas.BehaviorProperties) => {
    const { CachePolicyId, OriginRequestPolicyId, ResponseHeadersPolicyId, FunctionAssociations } =
      properties;
    const associated = (type: string) => {
      const arn = FunctionAssociations.find(({ EventType }) => EventType === type)?.FunctionARN;
      const found = arn === undefined ? undefined : functions.get(arn);
      if (arn !== undefined && !found) throw new TemplateError(arn, 'there is no such CloudFront function');
      return found;
    };
    const viewerRequest = associated('viewer-request');
    const viewerResponse = associated('viewer-response');
    return {
      cachePolicy: find(policies.cachePolicy, CachePolicyId, cachePolicies, MANAGED_CACHE_POLICIES),
      ...(OriginRequestPolicyId !== undefined && {
        originRequestPolicy: find(
          policies.originRequestPolicy,
          OriginRequestPolicyId,
          originPolicies,
          MANAGED_ORIGIN_REQUEST_POLICIES,
        ),
      }),
      ...(ResponseHeadersPolicyId !== undefined && {
        responseHeadersPolicy: find(
          policies.responseHeadersPolicy,
          ResponseHeadersPolicyId,
          headersPolicies,
          MANAGED_RESPONSE_HEADERS_POLICIES,
        ),
      }),
      ...(viewerRequest && { viewerRequest }),
      ...(viewerResponse && { viewerResponse }),
    };
  };
};

const collect = (template: Template, type: string, property: string): Map<string, unknown> =>
  new Map(
    template
      .ofType(type)
      .map(({ logicalId, properties }) => [
        String(template.resolve({ Ref: logicalId })),
        properties[property],
      ]),
  );

const find = <T>(
  schema: z.ZodType<T>,
  id: string,
  own: ReadonlyMap<string, unknown>,
  managed: Readonly<Record<string, unknown>>,
): T => {
  const config = own.get(id) ?? managed[id];
  if (config === undefined) throw new TemplateError(id, 'the local service does not know this policy');
  return parseValue(schema, config, id);
};

const readViewerFunctions = (template: Template, maxFunctionMs: number): Map<string, ViewerFunction> =>
  new Map(
    template.ofType('AWS::CloudFront::Function').map((resource: Resource) => {
      const { FunctionCode } = parseValue(
        schemas.cloudFrontFunction,
        resource.properties,
        resource.logicalId,
      );
      const arn = String(template.resolve({ 'Fn::GetAtt': [resource.logicalId, 'FunctionARN'] }));
      return [arn, new ViewerFunction(resource.logicalId, FunctionCode, maxFunctionMs)];
    }),
  );
