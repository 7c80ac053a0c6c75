import type { APIGatewayProxyEventV2 } from 'aws-lambda';

/** A request header's value, or the empty string. HTTP APIs deliver header names in lower case (payload format 2.0). */
export const headerOf = (event: Pick<APIGatewayProxyEventV2, 'headers'>, name: string): string =>
  event.headers[name] ?? '';
