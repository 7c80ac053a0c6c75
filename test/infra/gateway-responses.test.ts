import { SynthesisedTemplate } from './support/template';

interface GatewayResponse {
  readonly RestApiId: string;
  readonly ResponseType: string;
  readonly StatusCode?: string;
  readonly ResponseParameters: Readonly<Record<string, string>>;
  readonly ResponseTemplates: Readonly<Record<string, string>>;
}

const gatewayResponses = (
  variant: 'default' | 'customised',
  api: 'UploadApi' | 'ControlApi',
): GatewayResponse[] =>
  Object.values(SynthesisedTemplate.of(variant).ofType('AWS::ApiGateway::GatewayResponse'))
    .map(({ Properties }) => Properties as unknown as GatewayResponse)
    .filter(({ RestApiId }) => RestApiId === `<${api}>`);

const responseOf = (type: string, api: 'UploadApi' | 'ControlApi' = 'UploadApi'): GatewayResponse => {
  const found = gatewayResponses('default', api).find(({ ResponseType }) => ResponseType === type);
  if (!found) throw new Error(`nothing is said about ${type}`);
  return found;
};

const bodyOf = (response: GatewayResponse): unknown =>
  JSON.parse((response.ResponseTemplates['application/json'] ?? '').replace('$context.httpMethod', 'GET'));

const header = (name: string) => `gatewayresponse.header.${name}`;

describe('What API Gateway answers to uploads by itself', () => {
  test.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404', 7003, 'No route for the URI'],
    ['UNSUPPORTED_MEDIA_TYPE', '405', 7001, 'Method GET not available for that URI'],
    ['THROTTLED', '429', 10429, 'Rate limit exceeded'],
    ['AUTHORIZER_FAILURE', '500', 1001, 'Internal server error'],
    ['AUTHORIZER_CONFIGURATION_ERROR', '500', 1001, 'Internal server error'],
    ['DEFAULT_4XX', undefined, 5400, 'The request cannot be accepted'],
    ['DEFAULT_5XX', undefined, 1001, 'Internal server error'],
  ])('%s is the envelope, status %s', (type, status, code, message) => {
    const response = responseOf(type);

    expect(response.StatusCode).toBe(status);
    expect(bodyOf(response)).toEqual({
      result: null,
      success: false,
      errors: [{ code, message }],
      messages: [],
    });
  });

  test('a request that is too large says the limit and what takes larger files', () => {
    const response = responseOf('REQUEST_TOO_LARGE');

    expect(response.StatusCode).toBe('413');
    expect(bodyOf(response)).toMatchObject({
      success: false,
      errors: [{ code: 7011, message: expect.stringMatching(/10 MB.*presigned POST/) }],
    });
  });

  test('refusals that no retry changes say so, throttling says when to come back', () => {
    expect(responseOf('REQUEST_TOO_LARGE').ResponseParameters[header('x-should-retry')]).toBe("'false'");
    expect(responseOf('MISSING_AUTHENTICATION_TOKEN').ResponseParameters[header('x-should-retry')]).toBe(
      "'false'",
    );
    expect(responseOf('THROTTLED').ResponseParameters[header('Retry-After')]).toBe("'1'");
  });

  test('a 405 names the methods that are allowed', () => {
    expect(responseOf('UNSUPPORTED_MEDIA_TYPE').ResponseParameters[header('Allow')]).toBe(
      "'POST, PUT, OPTIONS'",
    );
  });

  test.each(
    gatewayResponses('default', 'UploadApi').map((response) => [response.ResponseType, response] as const),
  )('%s can be read by any page', (_, { ResponseParameters }) => {
    expect(ResponseParameters).toMatchObject({
      [header('Access-Control-Allow-Origin')]: "'*'",
      [header('Access-Control-Allow-Methods')]: "'POST, PUT, OPTIONS'",
      [header('Access-Control-Allow-Headers')]: "'*, content-type, x-requested-with'",
      [header('Access-Control-Max-Age')]: "'86400'",
    });
  });

  test.each(
    gatewayResponses('customised', 'UploadApi').map((response) => [response.ResponseType, response] as const),
  )('%s repeats the origin when several are allowed, and tells caches', (_, { ResponseParameters }) => {
    expect(ResponseParameters).toMatchObject({
      [header('Access-Control-Allow-Origin')]: 'method.request.header.Origin',
      [header('Vary')]: "'Origin'",
    });
  });
});

describe('What API Gateway answers to app backends by itself', () => {
  test.each([
    ['MISSING_AUTHENTICATION_TOKEN', '404', 7003, 'No route for the URI'],
    ['UNSUPPORTED_MEDIA_TYPE', '400', 5400, expect.stringMatching(/^content-type must be multipart/)],
    ['REQUEST_TOO_LARGE', '413', 7011, expect.stringContaining('upload larger files by direct_upload')],
    ['THROTTLED', '429', 10429, 'Rate limit exceeded'],
    ['DEFAULT_4XX', undefined, 5400, 'The request cannot be accepted'],
    ['DEFAULT_5XX', undefined, 1001, 'Internal server error'],
  ])('%s is the envelope, status %s', (type, status, code, message) => {
    const response = responseOf(type, 'ControlApi');

    expect(response.StatusCode).toBe(status);
    expect(bodyOf(response)).toEqual({
      result: null,
      success: false,
      errors: [{ code, message }],
      messages: [],
    });
  });

  test('is kept by no cache', () => {
    for (const { ResponseParameters } of gatewayResponses('default', 'ControlApi'))
      expect(ResponseParameters[header('Cache-Control')]).toBe("'no-store'");
  });

  test('says when to come back', () => {
    expect(responseOf('THROTTLED', 'ControlApi').ResponseParameters[header('Retry-After')]).toBe("'1'");
  });
});
