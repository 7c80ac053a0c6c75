import { Agent, request as httpRequest } from 'node:http';
import type { Credentials } from '../iam/iam';
import type { Payload } from './convert-payload';
import { GatewayFault } from './gateway-fault';
import type { IntegrationAnswer } from './integration-answer';
import { type MappingSources, mapParameter } from './map-parameter';
import type { IntegrationProperties } from './resource-schemas';
import { signS3Request } from './sign-s3-request';

/** API Gateway's limit of an integration's answer. */
const MAX_ANSWER_BYTES = 10 * 1024 * 1024;

/** Where S3 is and whose credentials go with a request. */
export interface S3Access {
  /** `http://127.0.0.1:<port>` */
  readonly endpoint: string;
  readonly credentials: Credentials;
  readonly agent: Agent;
}

/** Connections to S3 are kept, so that an upload does not pay for a new one. */
export const createS3Agent = (): Agent => new Agent({ keepAlive: true, maxSockets: 64 });

/**
 * Sends the integration request to S3, signed with the integration's role: what the role may not do, S3 refuses.
 * @throws GatewayFault INTEGRATION_FAILURE, INTEGRATION_TIMEOUT or API_CONFIGURATION_ERROR
 */
export const s3Integration = async (
  integration: IntegrationProperties,
  payload: Payload,
  sources: MappingSources,
  access: S3Access,
): Promise<IntegrationAnswer> => {
  const mapped = mapRequest(integration, sources);
  const body = typeof payload === 'string' ? Buffer.from(payload) : payload;
  const endpoint = new URL(access.endpoint);
  const signed = await signS3Request({
    method: integration.IntegrationHttpMethod ?? sources.request.method,
    host: endpoint.host,
    path: s3Path(integration, mapped.path),
    query: mapped.querystring,
    // What API Gateway sends when the integration maps no content type.
    headers: { 'content-type': 'application/json', ...mapped.header },
    body,
    credentials: access.credentials,
  });
  return send(signed, body, endpoint, access.agent, integration.TimeoutInMillis);
};

type Mapped = Record<'path' | 'querystring' | 'header', Record<string, string>>;

const mapRequest = (integration: IntegrationProperties, sources: MappingSources): Mapped => {
  const mapped: Mapped = { path: {}, querystring: {}, header: {} };
  for (const [target, expression] of Object.entries(integration.RequestParameters)) {
    const [, , place, ...rest] = target.split('.');
    const value = mapParameter(expression, sources);
    if (value === undefined) continue;
    const name = rest.join('.');
    mapped[place as keyof Mapped][place === 'header' ? name.toLowerCase() : name] = value;
  }
  return mapped;
};

/** `…:s3:path/{bucket}/{key}` with its variables replaced, then encoded; slashes of a value separate, as on AWS. */
const s3Path = ({ Uri = '' }: IntegrationProperties, values: Readonly<Record<string, string>>): string => {
  const template = /:s3:path\/(.*)$/.exec(Uri)?.[1] ?? '';
  const path = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
    const value = Object.hasOwn(values, name) ? values[name] : undefined;
    if (value === undefined)
      throw new GatewayFault(
        'API_CONFIGURATION_ERROR',
        `nothing maps to the path variable ${name} of ${Uri}`,
      );
    return value;
  });
  return `/${path.split('/').map(encodeSegment).join('/')}`;
};

const encodeSegment = (segment: string): string =>
  encodeURIComponent(segment).replace(
    /[!'()*]/g,
    (unit) => `%${unit.charCodeAt(0).toString(16).toUpperCase()}`,
  );

const send = (
  signed: { readonly method: string; readonly target: string; readonly headers: Record<string, string> },
  body: Buffer,
  endpoint: URL,
  agent: Agent,
  timeoutMs: number,
) =>
  new Promise<IntegrationAnswer>((resolve, reject) => {
    const headers = { ...signed.headers, 'content-length': String(body.length) };
    const outgoing = httpRequest(
      {
        hostname: endpoint.hostname,
        port: endpoint.port,
        agent,
        method: signed.method,
        path: signed.target,
        headers,
      },
      (answer) => {
        const chunks: Buffer[] = [];
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > MAX_ANSWER_BYTES) outgoing.destroy(new Error('the answer is larger than 10 MB'));
          else chunks.push(chunk);
        });
        answer.on('error', fail);
        answer.on('end', () => {
          clearTimeout(timer);
          resolve({
            selector: String(answer.statusCode),
            headers: flat(answer.headers),
            body: Buffer.concat(chunks),
          });
        });
      },
    );
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error instanceof GatewayFault ? error : new GatewayFault('INTEGRATION_FAILURE', String(error)));
    };
    const timer = setTimeout(
      () => outgoing.destroy(new GatewayFault('INTEGRATION_TIMEOUT', `S3 did not answer in ${timeoutMs} ms`)),
      timeoutMs,
    );
    outgoing.on('error', fail);
    outgoing.end(body);
  });

const flat = (headers: NodeJS.Dict<string | string[]>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(',') : (value ?? ''),
    ]),
  );
