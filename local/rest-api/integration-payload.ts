import { headerValue } from '../gateway/incoming-request';
import { convertRequestPayload, type Payload } from './convert-payload';
import { GatewayFault } from './gateway-fault';
import type { MappingSources } from './map-parameter';
import { renderMappingTemplate } from './mapping-template';
import { mediaTypeOf } from './media-type';
import type { IntegrationProperties } from './resource-schemas';
import { templateParams } from './template-params';

/**
 * The body of the integration request: the request template of the content type, or the body itself if the passthrough
 * behaviour lets it pass.
 * @throws GatewayFault UNSUPPORTED_MEDIA_TYPE, or API_CONFIGURATION_ERROR for a template that meets a binary body
 */
export const integrationPayload = (
  integration: IntegrationProperties,
  binaryMediaTypes: readonly string[],
  sources: MappingSources,
): Payload => {
  const { request, context, stageVariables } = sources;
  const mediaType = mediaTypeOf(headerValue(request.headers, 'content-type'));
  const body = convertRequestPayload(request.body, mediaType, binaryMediaTypes, integration.ContentHandling);
  const template = integration.RequestTemplates[mediaType];
  if (template === undefined) {
    if (passes(integration)) return body;
    throw new GatewayFault('UNSUPPORTED_MEDIA_TYPE');
  }
  if (typeof body !== 'string')
    throw new GatewayFault(
      'API_CONFIGURATION_ERROR',
      `the request template for ${mediaType} cannot read a binary body: the integration needs CONVERT_TO_TEXT`,
    );
  return renderMappingTemplate(template, { body, params: templateParams(request), context, stageVariables })
    .text;
};

const passes = ({ PassthroughBehavior, RequestTemplates }: IntegrationProperties): boolean =>
  PassthroughBehavior === 'WHEN_NO_MATCH' ||
  (PassthroughBehavior === 'WHEN_NO_TEMPLATES' && Object.keys(RequestTemplates).length === 0);
