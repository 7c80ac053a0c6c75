import type { GatewayResponse } from '../gateway/payload-v2-response';
import { FAULTS, type GatewayFault } from './gateway-fault';
import { type MappingSources, mapParameter } from './map-parameter';
import type { RequestContext } from './request-context';
import { contextValue } from './request-context';
import type { GatewayResponseProperties } from './resource-schemas';

/**
 * Answers a fault with the template's gateway response of its type, else the one for all 4XX or 5XX, else API
 * Gateway's own. Gateway responses are not VTL: only `$context.…` and `$stageVariables.…` are replaced (API Gateway
 * developer guide, "Set up gateway responses"), so nothing a client sends can run in them.
 */
export const renderGatewayResponse = (
  responses: ReadonlyMap<string, GatewayResponseProperties>,
  fault: GatewayFault,
  sources: MappingSources,
): GatewayResponse => {
  const [typeStatus, , errorType] = FAULTS[fault.type];
  const defaultStatus = fault.overrides.status ?? typeStatus;
  const custom =
    responses.get(fault.type) ?? responses.get(defaultStatus < 500 ? 'DEFAULT_4XX' : 'DEFAULT_5XX');
  const context = withError(sources.context, fault);
  const [contentType, template] = templateOf(custom);
  const headers: Record<string, string> = {
    'content-type': contentType,
    'x-amzn-requestid': context.requestId,
    'x-amz-apigw-id': context.extendedRequestId,
    'x-amzn-errortype': errorType,
  };
  for (const [target, expression] of Object.entries(custom?.ResponseParameters ?? {})) {
    const value = mapParameter(expression, { ...sources, context });
    if (value !== undefined) headers[target.replace('gatewayresponse.header.', '').toLowerCase()] = value;
  }
  return {
    status: Number(custom?.StatusCode ?? defaultStatus),
    headers,
    body: Buffer.from(substitute(template, context, sources.stageVariables)),
  };
};

const withError = (context: RequestContext, { type, overrides }: GatewayFault): RequestContext => {
  const message = overrides.message ?? FAULTS[type][1];
  return {
    ...context,
    error: { message: message ?? 'null', messageString: JSON.stringify(message), responseType: type },
  };
};

const DEFAULT_TEMPLATE = ['application/json', '{"message":$context.error.messageString}'] as const;

const templateOf = (custom: GatewayResponseProperties | undefined): readonly [string, string] => {
  const templates = custom?.ResponseTemplates ?? {};
  const json = templates['application/json'];
  return json === undefined ? (Object.entries(templates)[0] ?? DEFAULT_TEMPLATE) : ['application/json', json];
};

const substitute = (
  template: string,
  context: RequestContext,
  stageVariables: Readonly<Record<string, string>>,
): string =>
  template.replace(/\$(context|stageVariables)\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)/g, (_, scope, path) =>
    scope === 'context' ? (contextValue(context, path) ?? '') : (stageVariables[path] ?? ''),
  );
