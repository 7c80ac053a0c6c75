import { TemplateError } from '../template/template-error';
import type { MethodProperties } from './resource-schemas';

const STATIC = /^'[^']*'$/;
const REQUEST = /^method\.request\.(path|querystring|header|multivalueheader|multivaluequerystring)\.(.+)$/;
const VARIABLE = /^(context|stageVariables)\..+$/;
const RESPONSE = /^integration\.response\.header\..+$/;

/**
 * Refuses what API Gateway refuses at deployment: a mapping that is no expression, or one of a request parameter that
 * the method does not declare.
 * @throws TemplateError
 */
export const checkMappings = (logicalId: string, properties: MethodProperties, path: string): void => {
  const { Integration, RequestParameters } = properties;
  for (const [target, source] of Object.entries(Integration.RequestParameters)) {
    if (!/^integration\.request\.(path|querystring|header)\..+$/.test(target))
      throw new TemplateError(logicalId, `${target} is no parameter of an integration request`);
    const [, kind, name] = REQUEST.exec(source) ?? [];
    if (!kind && !STATIC.test(source) && !VARIABLE.test(source))
      throw new TemplateError(logicalId, `${source} is no mapping expression`);
    const declared = Object.hasOwn(RequestParameters, source.replace('.multivalue', '.'));
    const inPath = kind === 'path' && (path.includes(`{${name}}`) || path.includes(`{${name}+}`));
    if (kind && !declared && !inPath)
      throw new TemplateError(logicalId, `${source} is not declared by the method`);
  }
  for (const { ResponseParameters } of Integration.IntegrationResponses) {
    for (const [target, source] of Object.entries(ResponseParameters)) {
      if (!target.startsWith('method.response.header.'))
        throw new TemplateError(logicalId, `${target} is no header of a method response`);
      if (!STATIC.test(source) && !VARIABLE.test(source) && !RESPONSE.test(source))
        throw new TemplateError(logicalId, `${source} is no mapping expression`);
    }
  }
};
