import type { Context } from 'aws-lambda';
import type { GatewayEvent } from '../../../lambdas/http/control-request';

/** A request as API Gateway would send it; what is left out is empty. */
export interface ClientRequest {
  /** `<method> <path>`; variables in the path are filled in from `pathParameters`, encoded as clients do. */
  readonly routeKey: string;
  /** Without the account, its path is the one of the batch API. */
  readonly pathParameters?: Record<string, string>;
  /** The encoded path, when it is not the route's. */
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

const ACCOUNT_PREFIX = '/client/v4/accounts/{account_id}';

const fillIn = (template: string, pathParameters: Record<string, string> = {}): string => {
  const path = 'account_id' in pathParameters ? template : template.replace(ACCOUNT_PREFIX, '');
  return path.replace(/\{(\w+)\+?\}/g, (_, name) => encodeURIComponent(pathParameters[name] ?? ''));
};

const multiValueQuery = (query = ''): Record<string, string[]> => {
  const values: Record<string, string[]> = {};
  for (const [name, value] of new URLSearchParams(query)) values[name] = [...(values[name] ?? []), value];
  return values;
};

/** Payload format 1.0; a Buffer travels as base64, as the API sends every body. */
export const controlEvent = (request: ClientRequest): GatewayEvent => {
  const [httpMethod = 'GET', template = '/'] = request.routeKey.split(' ');
  const { body } = request;
  return {
    httpMethod,
    headers: request.headers ?? {},
    multiValueQueryStringParameters: multiValueQuery(request.query),
    requestContext: {
      path: request.path ?? fillIn(template, request.pathParameters),
      requestId: 'api-request-1',
    },
    body: body === undefined ? null : typeof body === 'string' ? body : body.toString('base64'),
    isBase64Encoded: body !== undefined && typeof body !== 'string',
  };
};

/** The invocation context of a Lambda function. */
export const lambdaContext = (): Context => ({
  callbackWaitsForEmptyEventLoop: true,
  functionName: 'control',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:000000000000:function:control',
  memoryLimitInMB: '256',
  awsRequestId: 'lambda-request-1',
  logGroupName: '/aws/lambda/control',
  logStreamName: 'stream',
  getRemainingTimeInMillis: () => 30_000,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});

/** One part of a multipart form; with a file name it is a file. */
export interface Part {
  readonly name: string;
  readonly value: string | Buffer;
  readonly filename?: string;
}

/** The boundary of multipart bodies, unless a test wants another. */
export const BOUNDARY = 'form-data-boundary-1';

/** A multipart body byte by byte as browsers and SDKs write it, and its content type. */
export const multipart = (
  parts: readonly Part[],
  boundary = BOUNDARY,
): { body: Buffer; contentType: string } => {
  const chunks = parts.flatMap(({ name, value, filename }) => [
    `--${boundary}\r\n`,
    `Content-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"`}\r\n`,
    filename === undefined ? '\r\n' : 'Content-Type: application/octet-stream\r\n\r\n',
    value,
    '\r\n',
  ]);
  return {
    body: Buffer.concat([...chunks, `--${boundary}--\r\n`].map((chunk) => Buffer.from(chunk))),
    contentType: `multipart/form-data; boundary=${boundary}`,
  };
};
