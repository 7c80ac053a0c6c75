import type { APIGatewayProxyEventV2, Context } from 'aws-lambda';

/** A request as an HTTP API would send it; what is left out is empty. */
export interface ControlRequest {
  readonly routeKey: string;
  readonly pathParameters?: Record<string, string>;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  /** Names in lower case. */
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Payload format 2.0; a Buffer travels as base64, as HTTP APIs send multipart bodies. */
export const controlEvent = (request: ControlRequest): APIGatewayProxyEventV2 => {
  const [method = 'GET', template = '/'] = request.routeKey.split(' ');
  const { body } = request;
  return {
    version: '2.0',
    routeKey: request.routeKey,
    rawPath: request.rawPath ?? template,
    rawQueryString: request.rawQueryString ?? '',
    headers: request.headers ?? {},
    ...(request.pathParameters ? { pathParameters: request.pathParameters } : {}),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName: 'control.example.net',
      domainPrefix: 'control',
      http: {
        method,
        path: request.rawPath ?? template,
        protocol: 'HTTP/1.1',
        sourceIp: '192.0.2.1',
        userAgent: 'test',
      },
      requestId: 'api-request-1',
      routeKey: request.routeKey,
      stage: '$default',
      time: '04/Mar/2026:05:06:07 +0000',
      timeEpoch: 1_772_600_767_000,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : body.toString('base64') }),
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
