import {
  type HeaderField,
  headerValue,
  headerValues,
  type IncomingRequest,
} from '../gateway/incoming-request';

/** A viewer's request, as it is or as a viewer-request function left it. */
export interface EdgeRequest {
  readonly method: string;
  /** Percent-encoded path. */
  readonly uri: string;
  /** Percent-encoded, without `?`. */
  readonly query: string;
  readonly headers: readonly HeaderField[];
  readonly body: Buffer;
  /** What came over the wire, for addresses and protocol. */
  readonly incoming: IncomingRequest;
}

/** All cookies of a request, in order. */
export const cookiesOf = (request: EdgeRequest): [name: string, value: string][] =>
  headerValues(request.headers, 'cookie')
    .flatMap((header) => header.split(';'))
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '')
    .map((pair) => {
      const equals = pair.indexOf('=');
      return equals < 0 ? [pair, ''] : [pair.slice(0, equals), pair.slice(equals + 1)];
    });

/** The query's parts as sent, each with its name, in order. */
export const queryParts = (query: string): { name: string; value: string; part: string }[] =>
  query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      return equals < 0
        ? { name: part, value: '', part }
        : { name: part.slice(0, equals), value: part.slice(equals + 1), part };
    });

/** All values of a header joined, as an origin would read them; undefined when there is none. */
export const joinedHeader = (request: EdgeRequest, name: string): string | undefined =>
  headerValue(request.headers, name) === undefined
    ? undefined
    : headerValues(request.headers, name).join(',');
