import type { MiddyfiedHandler } from '@middy/core';
import type { Context } from 'aws-lambda';
import type { ControlAnswer, ControlEvent } from './control-event';
import { type GatewayEvent, readControlRequest } from './control-request';

/** What API Gateway invokes. */
export type GatewayHandler = (event: GatewayEvent, context: Context) => Promise<ControlAnswer>;

/** Reads the gateway's event for a chain of middlewares, which add what else a `ControlEvent` has. */
export const toGatewayHandler =
  (chain: MiddyfiedHandler<ControlEvent, ControlAnswer>): GatewayHandler =>
  (event, context) =>
    chain(readControlRequest(event) as ControlEvent, context);
