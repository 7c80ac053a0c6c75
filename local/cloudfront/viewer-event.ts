import { randomUUID } from 'node:crypto';
import type { HeaderField } from '../gateway/incoming-request';
import { cookiesOf, type EdgeRequest, queryParts } from './edge-request';
import type { EdgeResponse } from './edge-response';

/** A value of a header, query parameter or cookie; `multiValue` only when there is more than one. */
export interface EventValue {
  readonly value: string;
  readonly multiValue?:
    | readonly { readonly value: string; readonly attributes?: string | undefined }[]
    | undefined;
  readonly attributes?: string | undefined;
}
/** Headers, query parameters or cookies of an event, by name. */
export type EventValues = Readonly<Record<string, EventValue>>;

/** What of a distribution an event names. */
export interface EventOrigin {
  readonly id: string;
  readonly domainName: string;
}

/** The event of a CloudFront function (developer guide, "CloudFront Functions event structure"). */
export const viewerEvent = (
  distribution: EventOrigin,
  request: EdgeRequest,
  response?: Pick<EdgeResponse, 'status' | 'headers'>,
) => ({
  version: '1.0',
  context: {
    distributionDomainName: distribution.domainName,
    distributionId: distribution.id,
    eventType: response ? 'viewer-response' : 'viewer-request',
    requestId: randomUUID(),
  },
  viewer: { ip: request.incoming.sourceIp },
  request: {
    method: request.method,
    uri: request.uri,
    // Names and values stay percent-encoded.
    querystring: group(queryParts(request.query).map(({ name, value }) => [name, value])),
    headers: group(
      request.headers
        .filter(([name]) => name.toLowerCase() !== 'cookie')
        .map(([name, value]) => [name.toLowerCase(), value]),
    ),
    cookies: group(cookiesOf(request)),
  },
  ...(response && { response: responsePart(response) }),
});

const responsePart = ({ status, headers }: Pick<EdgeResponse, 'status' | 'headers'>) => ({
  statusCode: status,
  headers: group(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value] as const] : [],
    ),
  ),
  cookies: Object.fromEntries(
    [headers['set-cookie'] ?? []].flat().map((cookie) => {
      const [pair = '', ...attributes] = cookie.split(';');
      const equals = pair.indexOf('=');
      return [
        pair.slice(0, equals),
        { value: pair.slice(equals + 1), attributes: attributes.join(';').trim() },
      ];
    }),
  ),
});

const group = (fields: readonly (readonly [name: string, value: string])[]): EventValues => {
  const grouped = new Map<string, string[]>();
  for (const [name, value] of fields) grouped.set(name, [...(grouped.get(name) ?? []), value]);
  return Object.fromEntries(
    [...grouped].map(([name, values]) => [
      name,
      {
        value: values[0] ?? '',
        ...(values.length > 1 && { multiValue: values.map((value) => ({ value })) }),
      },
    ]),
  );
};

/** Turns event values back into fields; a changed `multiValue` wins over `value`. */
export const fieldsOf = (values: EventValues): HeaderField[] =>
  Object.entries(values).flatMap(([name, { value, multiValue }]) =>
    multiValue && multiValue.length > 0
      ? multiValue.map((one): HeaderField => [name, one.value])
      : [[name, value] satisfies HeaderField],
  );
