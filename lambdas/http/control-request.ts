import type { APIGatewayProxyEvent } from 'aws-lambda';
import { matchResource, type ResourceMatch } from './match-resource';

/** A request of the control API, the gateway's encodings undone exactly once. */
export interface ControlRequest {
  readonly method: string;
  /** As the client encoded it, from the host on. */
  readonly path: string;
  /** The resource that the path names; undefined when it names none. */
  readonly resource: ResourceMatch | undefined;
  /** Decoded; of repeated names every value, in order. */
  readonly query: URLSearchParams;
  /** Names in lower case; of repeated names the last value. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  /** The gateway left the body out, because a function cannot take that much (lib/constructs/create-integration.ts). */
  readonly bodyTooLarge: boolean;
  /** API Gateway's id, which its access log has too. */
  readonly requestId: string;
}

/** What of payload format 1.0 is read; the integration that passes large bodies sends no more than this. */
export type GatewayEvent = Pick<
  APIGatewayProxyEvent,
  'httpMethod' | 'headers' | 'body' | 'isBase64Encoded'
> & {
  readonly multiValueQueryStringParameters?: APIGatewayProxyEvent['multiValueQueryStringParameters'];
  readonly requestContext: Pick<APIGatewayProxyEvent['requestContext'], 'path' | 'requestId'>;
  readonly bodyTooLarge?: boolean;
};

const queryOf = ({ multiValueQueryStringParameters }: GatewayEvent): URLSearchParams =>
  new URLSearchParams(
    Object.entries(multiValueQueryStringParameters ?? {}).flatMap(([name, values = []]) =>
      values.map((value): [string, string] => [name, value]),
    ),
  );

const headersOf = (event: GatewayEvent): Record<string, string> =>
  Object.fromEntries(
    // API Gateway sends null for a request without headers.
    Object.entries(event.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value ?? '']),
  );

/**
 * Reads the event of a REST API's Lambda integration. `requestContext.path` is the path of the URL itself, with API
 * Gateway's own host as with an own domain, and still encoded: `path` lacks the stage, and path parameters depend on
 * the kind of integration.
 */
export const readControlRequest = (event: GatewayEvent): ControlRequest => ({
  method: event.httpMethod,
  path: event.requestContext.path,
  resource: matchResource(event.requestContext.path),
  query: queryOf(event),
  headers: headersOf(event),
  body: Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8'),
  bodyTooLarge: event.bodyTooLarge === true,
  requestId: event.requestContext.requestId,
});
