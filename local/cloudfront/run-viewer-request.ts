import { validateHeaderName, validateHeaderValue } from 'node:http';
import * as z from 'zod';
import type { HeaderField } from '../gateway/incoming-request';
import { type EdgeRequest, queryParts } from './edge-request';
import type { EdgeResponse } from './edge-response';
import { generatedResponse, generatedResponseSchema, values } from './generated-response';
import { type EventOrigin, type EventValues, fieldsOf, viewerEvent } from './viewer-event';
import { type ViewerFunction, ViewerFunctionError } from './viewer-function';

const changedRequest = z.object({
  uri: z.string().startsWith('/'),
  querystring: values,
  headers: values,
  cookies: values,
});

/** Headers a function may read but not change (developer guide, "Restrictions on edge functions"). */
const READ_ONLY = ['cdn-loop', 'content-encoding', 'content-length', 'host', 'transfer-encoding', 'via'];

/**
 * Runs a viewer-request function: it returns the request to go on with, or an answer of its own.
 * @throws ViewerFunctionError when it fails or returns neither
 */
export const runViewerRequest = async (
  viewerFunction: ViewerFunction,
  distribution: EventOrigin,
  request: EdgeRequest,
  log: (line: string) => void,
): Promise<{ request: EdgeRequest } | { response: EdgeResponse }> => {
  const event = viewerEvent(distribution, request);
  const result = await viewerFunction.run(event, log);
  if (typeof result === 'object' && result !== null && 'statusCode' in result) {
    const parsed = generatedResponseSchema.safeParse(result);
    if (!parsed.success) throw invalid(viewerFunction, z.prettifyError(parsed.error));
    return { response: generatedResponse(parsed.data) };
  }
  const parsed = changedRequest.safeParse(result);
  if (!parsed.success) throw invalid(viewerFunction, z.prettifyError(parsed.error));
  const { uri, querystring, headers, cookies } = parsed.data;
  for (const name of READ_ONLY)
    if (headers[name]?.value !== event.request.headers[name]?.value)
      throw invalid(viewerFunction, `it must not change the header ${name}`);
  checkRequest(viewerFunction, uri, fieldsOf(headers));
  return {
    request: {
      ...request,
      uri,
      query: isSame(querystring, event.request.querystring) ? request.query : serialize(querystring),
      headers: [...fieldsOf(headers), ...cookieHeader(cookies)],
    },
  };
};

const invalid = ({ name }: ViewerFunction, reason: string) => new ViewerFunctionError(`${name}: ${reason}`);

const checkRequest = (viewerFunction: ViewerFunction, uri: string, headers: readonly HeaderField[]): void => {
  if (/[\s?#]/.test(uri)) throw invalid(viewerFunction, 'the uri must be a percent-encoded path');
  try {
    for (const [name, value] of headers) {
      validateHeaderName(name);
      validateHeaderValue(name, value);
    }
  } catch (error) {
    throw invalid(viewerFunction, String(error));
  }
};

// An unchanged query stays as it was sent, byte for byte: signatures are computed over it.
const isSame = (a: EventValues, b: EventValues): boolean => JSON.stringify(a) === JSON.stringify(b);

const serialize = (querystring: EventValues): string =>
  queryParts(
    fieldsOf(querystring)
      .map(([name, value]) => `${name}=${value}`)
      .join('&'),
  )
    .map(({ part }) => part)
    .join('&');

const cookieHeader = (cookies: EventValues): HeaderField[] => {
  const pairs = fieldsOf(cookies).map(([name, value]) => `${name}=${value}`);
  return pairs.length > 0 ? [['cookie', pairs.join('; ')]] : [];
};
