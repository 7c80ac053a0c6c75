import type { ServerResponse } from 'node:http';
import { isHopByHop } from './hop-by-hop';
import type { GatewayResponse } from './payload-v2-response';

const BODILESS = new Set([204, 304]);

/** Sends an answer with its real length; `HEAD`, 204 and 304 have no body. */
export const sendResponse = (response: ServerResponse, method: string, answer: GatewayResponse): void => {
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (!isHopByHop(name) && name !== 'content-length')
      headers[name] = typeof value === 'string' ? value : [...value];
  }
  if (!BODILESS.has(answer.status)) headers['content-length'] = String(answer.body.length);
  response.writeHead(answer.status, headers);
  response.end(method === 'HEAD' || BODILESS.has(answer.status) ? undefined : answer.body);
};
