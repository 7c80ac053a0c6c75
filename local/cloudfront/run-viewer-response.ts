import * as z from 'zod';
import type { EdgeRequest } from './edge-request';
import type { EdgeResponse } from './edge-response';
import { bodyOf, generatedResponseSchema, responseHeaders } from './generated-response';
import { type EventOrigin, viewerEvent } from './viewer-event';
import { type ViewerFunction, ViewerFunctionError } from './viewer-function';

/**
 * Runs a viewer-response function, which may change status, headers and body. CloudFront does not run it for errors of
 * the origin (developer guide, "Restrictions on edge functions").
 * @throws ViewerFunctionError
 */
export const runViewerResponse = async (
  viewerFunction: ViewerFunction,
  distribution: EventOrigin,
  request: EdgeRequest,
  response: EdgeResponse,
  log: (line: string) => void,
): Promise<EdgeResponse> => {
  if (response.status >= 400) return response;
  const result = await viewerFunction.run(viewerEvent(distribution, request, response), log);
  const parsed = generatedResponseSchema.safeParse(result);
  if (!parsed.success)
    throw new ViewerFunctionError(`${viewerFunction.name}: ${z.prettifyError(parsed.error)}`);
  return {
    ...response,
    status: parsed.data.statusCode,
    headers: responseHeaders(parsed.data.headers, parsed.data.cookies),
    body: bodyOf(parsed.data) ?? response.body,
  };
};
