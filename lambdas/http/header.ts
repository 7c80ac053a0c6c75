import type { ControlRequest } from './control-request';

/** A request header's value, or the empty string; `name` in lower case. */
export const headerOf = ({ headers }: Pick<ControlRequest, 'headers'>, name: string): string =>
  headers[name] ?? '';
