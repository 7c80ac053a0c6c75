import { randomBytes } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { isHopByHop } from '../gateway/hop-by-hop';
import type { EdgeResponse } from './edge-response';

const BODILESS = new Set([204, 304]);

/** Sends an answer with the headers CloudFront adds; a body that breaks off breaks the connection, so nobody takes it for whole. */
export const sendEdgeResponse = (response: ServerResponse, method: string, answer: EdgeResponse): void => {
  const { status, body } = answer;
  const headers: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(answer.headers)) {
    if (isHopByHop(name) || (Buffer.isBuffer(body) && name === 'content-length' && method !== 'HEAD'))
      continue;
    headers[name] = typeof value === 'string' ? value : [...value];
  }
  headers['x-cache'] = `${answer.cacheResult} from cloudfront`;
  headers.via = '1.1 local.cloudfront.net (CloudFront)';
  headers['x-amz-cf-pop'] = 'LOCAL1-C1';
  headers['x-amz-cf-id'] = randomBytes(32).toString('base64url');
  const hasBody = method !== 'HEAD' && !BODILESS.has(status);
  if (Buffer.isBuffer(body)) {
    if (!BODILESS.has(status) && (method !== 'HEAD' || body.length > 0))
      headers['content-length'] = String(body.length);
    if (status === 304) delete headers['content-length'];
    response.writeHead(status, headers);
    response.end(hasBody ? body : undefined);
    return;
  }
  response.writeHead(status, headers);
  if (hasBody) {
    pipeline(body, response, () => undefined);
    return;
  }
  body.resume();
  response.end();
};
