import type { ControlEvent } from './control-event';

/**
 * A variable of the route's path, decoded: every SDK's form of an image id arrives the same, slashes raw or encoded.
 * @throws Error naming the route and the variable when the route has no such one, which is a fault of ours
 */
export const pathParameter = (
  { method, resource, pathParameters }: Pick<ControlEvent, 'method' | 'resource' | 'pathParameters'>,
  name: string,
): string => {
  const value = pathParameters[name];
  if (value === undefined) throw new Error(`${method} ${resource?.template} has no path parameter ${name}`);
  return value;
};
