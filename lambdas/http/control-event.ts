import type { Caller } from '../core/authenticate';
import type { ControlRequest } from './control-request';
import type { RequestBody } from './request-body';
import type { ACCOUNT_ROUTES } from './routes';

/** A request of the control API as its middlewares leave it: who asks, for what, and what is in the body. */
export interface ControlEvent extends ControlRequest {
  /** The account that the token belongs to and the path, if it names one, agrees with. */
  readonly accountId: string;
  readonly caller: Caller;
  /** The values of the path's variables, decoded. */
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly parsedBody: RequestBody;
  /** The handler of the request's route. */
  readonly answer: RouteHandler;
}

/** The answer to a request, as a REST API takes it from a function; JSON answers are built by `envelope.ts`. */
export interface ControlAnswer {
  statusCode: number;
  headers: Record<string, string>;
  body: string;
  isBase64Encoded?: boolean;
}

/** Answers one route. */
export type RouteHandler = (event: ControlEvent) => Promise<ControlAnswer>;

type RouteOf<F> = Extract<(typeof ACCOUNT_ROUTES)[number], { function: F }>;

/** `<method> <path>` of every route that a function handles; account-less twins share its handlers. */
export type RouteKey<F> =
  RouteOf<F> extends infer R extends { method: string; path: string }
    ? R extends unknown
      ? `${R['method']} ${R['path']}`
      : never
    : never;

/** One handler for each route of a function: a route without one does not compile. */
export type RouteHandlers<F> = Readonly<Record<RouteKey<F>, RouteHandler>>;
