import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Caller } from '../core/authenticate';
import type { RequestBody } from './request-body';
import type { ACCOUNT_ROUTES } from './routes';

/** A request of the control API as its middlewares leave it: who asks, and what is in the body. */
export interface ControlEvent extends APIGatewayProxyEventV2 {
  /** The account that the token belongs to and the path, if it names one, agrees with. */
  readonly accountId: string;
  readonly caller: Caller;
  readonly parsedBody: RequestBody;
  /** The handler of the request's route. */
  readonly answer: RouteHandler;
}

/** The answer to a request, built by `envelope.ts`. */
export type ControlAnswer = APIGatewayProxyStructuredResultV2;

/** Answers one route. */
export type RouteHandler = (event: ControlEvent) => Promise<ControlAnswer>;

type RouteOf<F> = Extract<(typeof ACCOUNT_ROUTES)[number], { function: F }>;

/** API Gateway's `routeKey` of every route that a function handles; account-less twins share its handlers. */
export type RouteKey<F> =
  RouteOf<F> extends infer R extends { method: string; path: string }
    ? R extends unknown
      ? `${R['method']} ${R['path']}`
      : never
    : never;

/** One handler for each route of a function: a route without one does not compile. */
export type RouteHandlers<F> = Readonly<Record<RouteKey<F>, RouteHandler>>;
