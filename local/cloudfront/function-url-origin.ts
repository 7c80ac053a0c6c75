import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { type Functions, findFunction } from '../gateway/find-function';
import type { FunctionPermissions } from '../gateway/function-permissions';
import { type HeaderField, headerValue, type IncomingRequest } from '../gateway/incoming-request';
import { exceedsLambdaPayload } from '../gateway/lambda-payload';
import { payloadV2Event } from '../gateway/payload-v2-event';
import { checkHeaders, readPayloadV2Response } from '../gateway/payload-v2-response';
import { TimedOut, within } from '../gateway/within';
import { LOCAL_ACCOUNT_ID } from '../template/pseudo-parameters';
import type { ResponseHeaders } from './edge-response';
import type { FunctionUrlOriginConfig } from './origin-config';

/** What a function URL answered; the body may still be coming. */
export interface OriginResponse {
  readonly status: number;
  readonly headers: ResponseHeaders;
  readonly body: Readable;
}

/** What function URLs run on. */
export interface OriginRuntime {
  readonly functions: Functions;
  readonly permissions: FunctionPermissions;
  /** The distribution that calls. */
  readonly sourceArn: string;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

/**
 * Calls a function URL as CloudFront does. Never rejects: a refusal is Lambda's 403, a failed function its 502, a slow
 * one CloudFront's 504; the reason is logged.
 */
export const fetchFromFunctionUrl = async (
  origin: FunctionUrlOriginConfig,
  request: IncomingRequest,
  body: Buffer,
  runtime: OriginRuntime,
): Promise<OriginResponse> => {
  const refusal = refusalOf(origin, request, body, runtime);
  if (refusal !== undefined) {
    runtime.log(`${origin.functionArn}: ${refusal}`);
    return message(
      403,
      'Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
    );
  }
  try {
    return await within(origin.timeoutMs, invoke(origin, request, body, runtime));
  } catch (error) {
    runtime.log(`${origin.functionArn}: ${String(error)}`);
    return error instanceof TimedOut
      ? message(504, 'Gateway Timeout')
      : message(502, 'Internal Server Error');
  }
};

const message = (status: number, text: string): OriginResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: Readable.from([Buffer.from(JSON.stringify({ Message: text }))]),
});

/** Why Lambda would refuse the request before it runs the function; undefined when it would not. */
const refusalOf = (
  { functionArn, authType, isSigned, domainName }: FunctionUrlOriginConfig,
  { headers }: IncomingRequest,
  body: Buffer,
  { permissions, sourceArn }: OriginRuntime,
): string | undefined => {
  const principal = authType === 'AWS_IAM' ? 'cloudfront.amazonaws.com' : '*';
  // Function URLs need both since October 2025 (Lambda developer guide, "Control access to function URLs").
  for (const action of ['lambda:InvokeFunctionUrl', 'lambda:InvokeFunction'] as const)
    if (!permissions.allow({ functionArn, action, principal, sourceArn }))
      return `no AWS::Lambda::Permission gives ${principal} ${action} for ${sourceArn}`;
  if (authType === 'NONE') return undefined;
  if (!isSigned) return 'the function URL wants IAM, but the origin has no origin access control that signs';
  if (headerValue(headers, 'host') !== domainName)
    return 'the Host header of the viewer is forwarded, which breaks the signature; forward all but Host';
  if (body.length > 0 && headerValue(headers, 'x-amz-content-sha256') !== sha256(body))
    return 'a request with a body needs its SHA-256 in x-amz-content-sha256 (origin access control)';
  return undefined;
};

const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

const invoke = async (
  origin: FunctionUrlOriginConfig,
  request: IncomingRequest,
  body: Buffer,
  { functions, now }: OriginRuntime,
): Promise<OriginResponse> => {
  const event = createEvent(origin, request, body, now());
  if (exceedsLambdaPayload(event)) return message(413, 'Request Entity Too Large');
  const target = findFunction(functions, origin.functionArn);
  if (origin.invokeMode === 'BUFFERED') {
    const result = await target.invoke(event);
    if (exceedsLambdaPayload(result)) throw new Error('the answer is larger than Lambda allows');
    const answer = readPayloadV2Response(result);
    return { status: answer.status, headers: answer.headers, body: Readable.from([answer.body]) };
  }
  const { prelude, body: stream } = await target.invokeStream(event);
  // Until someone reads the stream, a failure of the function must not end the process.
  stream.on('error', () => undefined);
  const { statusCode: status, cookies = [] } = prelude;
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new Error(`${status} is no status code`);
  const headers = {
    'content-type': 'application/octet-stream',
    ...lowerCase(Object.entries(prelude.headers)),
    ...(cookies.length > 0 && { 'set-cookie': cookies }),
  };
  checkHeaders(headers);
  return { status, headers, body: stream };
};

const lowerCase = (headers: readonly HeaderField[]): Record<string, string> =>
  Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), String(value)]));

const createEvent = (origin: FunctionUrlOriginConfig, request: IncomingRequest, body: Buffer, now: Date) =>
  payloadV2Event({
    request,
    body,
    now,
    apiId: origin.domainName.split('.')[0] ?? '',
    domainName: origin.domainName,
    ...(origin.authType === 'AWS_IAM' && {
      requestContext: {
        authorizer: {
          iam: {
            accessKey: null,
            accountId: LOCAL_ACCOUNT_ID,
            callerId: null,
            cognitoIdentity: null,
            principalOrgId: null,
            userArn: null,
            userId: null,
          },
        },
      },
    }),
  });
