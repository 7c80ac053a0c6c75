import { checkHeaders, type GatewayResponse, MalformedResponse } from '../gateway/payload-v2-response';
import { convertResponsePayload } from './convert-payload';
import { GatewayFault } from './gateway-fault';
import type { IntegrationAnswer } from './integration-answer';
import { type MappingSources, mapParameter } from './map-parameter';
import { renderMappingTemplate } from './mapping-template';
import { acceptedType, mediaTypeOf } from './media-type';
import type { IntegrationResponseProperties, MethodProperties } from './resource-schemas';
import { templateParams } from './template-params';

/**
 * Turns a back end's answer into the method's: selects the integration response, maps its headers and renders its
 * template.
 * @throws GatewayFault API_CONFIGURATION_ERROR for what API Gateway answers with 500
 */
export const integrationResponse = (
  properties: MethodProperties,
  answer: IntegrationAnswer,
  binaryMediaTypes: readonly string[],
  sources: MappingSources,
): GatewayResponse => {
  const selected = selectIntegrationResponse(properties.Integration.IntegrationResponses, answer.selector);
  const mapped = mapHeaders(properties, selected, { ...sources, integrationHeaders: answer.headers });
  const rendered = renderBody(selected, answer, binaryMediaTypes, sources);
  const { requestId, extendedRequestId } = sources.context;
  const headers = {
    'content-type': rendered.contentType,
    ...mapped,
    ...rendered.headers,
    'x-amzn-requestid': requestId,
    'x-amz-apigw-id': extendedRequestId,
  };
  try {
    checkHeaders(headers);
  } catch (error) {
    if (!(error instanceof MalformedResponse)) throw error;
    throw new GatewayFault('API_CONFIGURATION_ERROR', error.message);
  }
  return { status: rendered.status ?? Number(selected.StatusCode), headers, body: rendered.body };
};

/**
 * Selects by a full match of the back end's status, or of a failed function's error message; as in Java, `.` matches no
 * line break. Two that match are a fault here, because API Gateway does not document their order.
 */
export const selectIntegrationResponse = (
  responses: readonly IntegrationResponseProperties[],
  selector: string | undefined,
): IntegrationResponseProperties => {
  const matching = responses.filter(
    ({ SelectionPattern: pattern }) =>
      pattern && selector !== undefined && new RegExp(`^(?:${pattern})$`).test(selector),
  );
  if (matching.length > 1)
    throw new GatewayFault(
      'API_CONFIGURATION_ERROR',
      `${selector} matches several selection patterns: ${matching.map((one) => one.SelectionPattern).join(', ')}`,
    );
  const selected = matching[0] ?? responses.find(({ SelectionPattern }) => !SelectionPattern);
  if (!selected)
    throw new GatewayFault('API_CONFIGURATION_ERROR', `no integration response for ${selector ?? 'success'}`);
  return selected;
};

const mapHeaders = (
  { MethodResponses }: MethodProperties,
  selected: IntegrationResponseProperties,
  sources: MappingSources,
): Record<string, string> => {
  const declared = MethodResponses.find(({ StatusCode }) => StatusCode === selected.StatusCode);
  if (!declared)
    throw new GatewayFault(
      'API_CONFIGURATION_ERROR',
      `the method declares no response ${selected.StatusCode}`,
    );
  const headers: Record<string, string> = {};
  for (const [target, expression] of Object.entries(selected.ResponseParameters)) {
    if (!Object.hasOwn(declared.ResponseParameters, target))
      throw new GatewayFault(
        'API_CONFIGURATION_ERROR',
        `response ${selected.StatusCode} does not declare ${target}`,
      );
    const value = mapParameter(expression, sources);
    if (value !== undefined) headers[target.replace('method.response.header.', '').toLowerCase()] = value;
  }
  return headers;
};

interface RenderedBody {
  readonly contentType: string;
  readonly body: Buffer;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

const renderBody = (
  selected: IntegrationResponseProperties,
  answer: IntegrationAnswer,
  binaryMediaTypes: readonly string[],
  { request, context, stageVariables }: MappingSources,
): RenderedBody => {
  const accept = acceptedType(request);
  const payload = convertResponsePayload(
    answer.body,
    { payload: mediaTypeOf(answer.headers['content-type']), accept },
    binaryMediaTypes,
    selected.ContentHandling,
  );
  const template = selectTemplate(selected.ResponseTemplates, accept);
  if (!template) return { contentType: 'application/json', body: Buffer.from(payload) };
  const [contentType, source] = template;
  if (typeof payload !== 'string')
    throw new GatewayFault(
      'API_CONFIGURATION_ERROR',
      `the response template of ${selected.StatusCode} cannot read a binary body: it needs CONVERT_TO_TEXT`,
    );
  const { text, ...overrides } = renderMappingTemplate(source, {
    body: payload,
    params: templateParams(request),
    context,
    stageVariables,
  });
  return { contentType, body: Buffer.from(text), ...overrides };
};

/** The template of the accepted type, else the one for JSON, else the first. */
const selectTemplate = (templates: Readonly<Record<string, string>>, accept: string) => {
  const entries = Object.entries(templates);
  return (
    entries.find(([type]) => type === accept) ??
    entries.find(([type]) => type === 'application/json') ??
    entries[0]
  );
};
