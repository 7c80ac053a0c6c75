import { isHopByHop } from '../gateway/hop-by-hop';
import { type HeaderField, headerValue, type IncomingRequest } from '../gateway/incoming-request';
import { queryParameters } from '../gateway/query-parameters';

/** The request as a method sees it. */
export interface MethodRequest {
  readonly method: string;
  /** Percent-encoded, without the stage. */
  readonly path: string;
  /** Raw values; `pathValue` decodes one. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** Decoded, in order of first appearance. */
  readonly query: ReadonlyMap<string, readonly string[]>;
  readonly headers: readonly HeaderField[];
  /** Empty until it is read. */
  readonly body: Buffer;
}

/** A path parameter cannot be decoded; the gateway answers 400. */
export class UndecodableParameter extends Error {
  override readonly name = 'UndecodableParameter';
}

/** Builds the method's view of a request; the headers are the client's, in its own spelling, and X-Forwarded-*. */
export const methodRequest = (
  incoming: IncomingRequest,
  path: string,
  pathParameters: Readonly<Record<string, string>>,
): MethodRequest => {
  const forwarded = headerValue(incoming.headers, 'x-forwarded-for');
  const kept = incoming.headers.filter(
    ([name]) => !isHopByHop(name) && !name.toLowerCase().startsWith('x-forwarded-'),
  );
  return {
    method: incoming.method,
    path,
    pathParameters,
    query: queryParameters(incoming.query),
    headers: [
      ...kept,
      ['X-Forwarded-For', forwarded ? `${forwarded}, ${incoming.sourceIp}` : incoming.sourceIp],
      ['X-Forwarded-Port', String(incoming.port)],
      ['X-Forwarded-Proto', 'http'],
    ],
    body: Buffer.alloc(0),
  };
};

/**
 * A path parameter as mappings and templates see it: decoded once. `%2F` becomes a separator of the integration's
 * path, so whoever relies on the path must check the parameter's alphabet.
 * @throws UndecodableParameter
 */
export const pathValue = (request: MethodRequest, name: string): string | undefined => {
  if (!Object.hasOwn(request.pathParameters, name)) return undefined;
  try {
    return decodeURIComponent(request.pathParameters[name] ?? '');
  } catch (error) {
    throw new UndecodableParameter(name, { cause: error });
  }
};

/** All header values grouped under the first spelling of each name. */
export const groupedHeaders = (headers: readonly HeaderField[]): Map<string, string[]> => {
  const spelling = new Map<string, string>();
  const grouped = new Map<string, string[]>();
  for (const [name, value] of headers) {
    const known = spelling.get(name.toLowerCase()) ?? name;
    spelling.set(name.toLowerCase(), known);
    grouped.set(known, [...(grouped.get(known) ?? []), value]);
  }
  return grouped;
};

/** Of repeated names the last value, as API Gateway's maps of single values have it. */
export const lastValues = (values: ReadonlyMap<string, readonly string[]>): Record<string, string> =>
  Object.fromEntries([...values].map(([name, all]) => [name, all.at(-1) ?? '']));
