import { randomBytes, randomUUID } from 'node:crypto';
import { headerValue, type IncomingRequest } from '../gateway/incoming-request';
import { formatRequestTime } from '../gateway/request-time';
import { LOCAL_ACCOUNT_ID } from '../template/pseudo-parameters';

/** `$context`: what mappings, templates, gateway responses and the authorizer's event know of a request. */
export interface RequestContext {
  readonly accountId: string;
  readonly apiId: string;
  readonly deploymentId: string;
  readonly domainName: string;
  readonly domainPrefix: string;
  readonly extendedRequestId: string;
  readonly httpMethod: string;
  readonly identity: Readonly<Record<string, string | null>>;
  /** With the stage. */
  readonly path: string;
  readonly protocol: string;
  readonly requestId: string;
  readonly requestTime: string;
  readonly requestTimeEpoch: number;
  readonly resourceId?: string;
  readonly resourcePath?: string;
  readonly stage: string;
  /** What the authorizer returned, every value a string. */
  readonly authorizer?: Readonly<Record<string, string>>;
  /** Of a gateway response. */
  readonly error?: Readonly<Record<string, string>>;
}

const ABSENT_IDENTITY = Object.fromEntries(
  [
    'cognitoIdentityPoolId',
    'accountId',
    'cognitoIdentityId',
    'caller',
    'principalOrgId',
    'accessKey',
    'cognitoAuthenticationType',
    'cognitoAuthenticationProvider',
    'userArn',
    'user',
  ].map((name) => [name, null]),
);

/** The context of a request before its resource is known. */
export const requestContext = (
  api: { readonly apiId: string; readonly stageName: string; readonly deploymentId: string },
  incoming: IncomingRequest,
  now: Date,
): RequestContext => ({
  accountId: LOCAL_ACCOUNT_ID,
  apiId: api.apiId,
  deploymentId: api.deploymentId,
  domainName: incoming.host,
  domainPrefix: incoming.host.split('.')[0] ?? '',
  extendedRequestId: randomBytes(11).toString('base64url'),
  httpMethod: incoming.method,
  identity: {
    ...ABSENT_IDENTITY,
    sourceIp: incoming.sourceIp,
    userAgent: headerValue(incoming.headers, 'user-agent') ?? null,
  },
  path: incoming.path,
  protocol: incoming.protocol,
  requestId: randomUUID(),
  requestTime: formatRequestTime(now),
  requestTimeEpoch: now.getTime(),
  stage: api.stageName,
});

/** Follows a dotted path such as `identity.sourceIp`; undefined for anything that is not there or no plain value. */
export const contextValue = (context: RequestContext, path: string): string | undefined => {
  let value: unknown = context;
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
};
