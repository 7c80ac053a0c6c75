import * as z from 'zod';
import { headerValue, type IncomingRequest } from '../gateway/incoming-request';
import type { GatewayResponse } from '../gateway/payload-v2-response';

/** `CorsConfiguration` of `AWS::ApiGatewayV2::Api`. */
export const corsConfiguration = z.strictObject({
  AllowOrigins: z.array(z.string()).default([]),
  AllowMethods: z.array(z.string()).default([]),
  AllowHeaders: z.array(z.string()).default([]),
  ExposeHeaders: z.array(z.string()).default([]),
  AllowCredentials: z.boolean().optional(),
  MaxAge: z.number().optional(),
});
export type CorsConfig = z.infer<typeof corsConfiguration>;

/** API Gateway's own answer to a preflight request; it never reaches a route. Undefined for any other request. */
export const answerPreflight = (cors: CorsConfig, request: IncomingRequest): GatewayResponse | undefined => {
  const isPreflight =
    request.method === 'OPTIONS' &&
    headerValue(request.headers, 'origin') !== undefined &&
    headerValue(request.headers, 'access-control-request-method') !== undefined;
  if (!isPreflight) return undefined;
  const allowed = corsHeaders(cors, request);
  if (Object.keys(allowed).length === 0) return { status: 204, headers: {}, body: Buffer.alloc(0) };
  return {
    status: 204,
    headers: {
      ...allowed,
      ...(cors.AllowMethods.length > 0 && { 'access-control-allow-methods': cors.AllowMethods.join(',') }),
      ...(cors.AllowHeaders.length > 0 && { 'access-control-allow-headers': cors.AllowHeaders.join(',') }),
      ...(cors.MaxAge !== undefined && { 'access-control-max-age': String(cors.MaxAge) }),
    },
    body: Buffer.alloc(0),
  };
};

/** The CORS headers of an ordinary answer, which replace those of the function; empty for an origin not allowed. */
export const corsHeaders = (cors: CorsConfig, request: IncomingRequest): Record<string, string> => {
  const origin = headerValue(request.headers, 'origin');
  const allowed = cors.AllowOrigins.includes('*') ? '*' : origin;
  if (!origin || !allowed || (allowed !== '*' && !cors.AllowOrigins.includes(origin))) return {};
  return {
    'access-control-allow-origin': allowed,
    ...(cors.ExposeHeaders.length > 0 && { 'access-control-expose-headers': cors.ExposeHeaders.join(',') }),
    ...(cors.AllowCredentials && { 'access-control-allow-credentials': 'true' }),
  };
};
