import { headerValue, headerValues } from '../gateway/incoming-request';
import { type MethodRequest, pathValue } from './method-request';
import { contextValue, type RequestContext } from './request-context';

/** What mapping expressions can refer to. */
export interface MappingSources {
  readonly request: MethodRequest;
  readonly context: RequestContext;
  readonly stageVariables: Readonly<Record<string, string>>;
  /** Headers of the back end's answer, lower-case names; absent for request mappings. */
  readonly integrationHeaders?: Readonly<Record<string, string>>;
}

/**
 * Evaluates a mapping expression: a static value in quotes, `method.request.…`, `integration.response.header.…`,
 * `context.…` or `stageVariables.…`. Undefined when it refers to nothing. Header names match in any case.
 * @throws UndecodableParameter
 */
export const mapParameter = (expression: string, sources: MappingSources): string | undefined => {
  if (expression.startsWith("'") && expression.endsWith("'")) return expression.slice(1, -1);
  const [, scope, name] =
    /^(method\.request\.[a-z]+|integration\.response\.header|context|stageVariables)\.(.+)$/.exec(
      expression,
    ) ?? [undefined, undefined, ''];
  const { request, context, stageVariables, integrationHeaders = {} } = sources;
  switch (scope) {
    case 'method.request.path':
      return pathValue(request, name ?? '');
    case 'method.request.querystring':
      return request.query.get(name ?? '')?.at(-1);
    case 'method.request.multivaluequerystring':
      return request.query.get(name ?? '')?.join(',');
    case 'method.request.header':
      return headerValue(request.headers, name ?? '');
    case 'method.request.multivalueheader':
      return headerValues(request.headers, name ?? '').join(',') || undefined;
    case 'integration.response.header':
      return own(integrationHeaders, (name ?? '').toLowerCase());
    case 'context':
      return contextValue(context, name ?? '');
    case 'stageVariables':
      return own(stageVariables, name ?? '');
    default:
      return undefined;
  }
};

const own = (values: Readonly<Record<string, string>>, name: string): string | undefined =>
  Object.hasOwn(values, name) ? values[name] : undefined;
