import { groupedHeaders, lastValues, type MethodRequest, pathValue } from './method-request';
import type { TemplateParams } from './template-input';

/** `$input.params()`: path parameters decoded, of repeated names the last value, header names as the client wrote them. */
export const templateParams = (request: MethodRequest): TemplateParams => ({
  path: Object.fromEntries(
    Object.keys(request.pathParameters).map((name) => [name, pathValue(request, name) ?? '']),
  ),
  querystring: lastValues(request.query),
  header: lastValues(groupedHeaders(request.headers)),
});
