/** The gateway responses that can happen locally: status, message and `x-amzn-ErrorType` as API Gateway has them. */
export const FAULTS = {
  ACCESS_DENIED: [403, 'User is not authorized to access this resource', 'AccessDeniedException'],
  API_CONFIGURATION_ERROR: [500, 'Internal server error', 'InternalServerErrorException'],
  AUTHORIZER_CONFIGURATION_ERROR: [500, null, 'AuthorizerConfigurationException'],
  AUTHORIZER_FAILURE: [500, null, 'AuthorizerFailureException'],
  BAD_REQUEST_BODY: [400, 'Invalid request body', 'BadRequestException'],
  BAD_REQUEST_PARAMETERS: [400, 'Missing required request parameters', 'BadRequestException'],
  DEFAULT_4XX: [400, 'Bad Request', 'BadRequestException'],
  DEFAULT_5XX: [500, 'Internal server error', 'InternalServerErrorException'],
  INTEGRATION_FAILURE: [504, 'Network error communicating with endpoint', 'InternalServerErrorException'],
  INTEGRATION_TIMEOUT: [504, 'Endpoint request timed out', 'InternalServerErrorException'],
  MISSING_AUTHENTICATION_TOKEN: [403, 'Missing Authentication Token', 'MissingAuthenticationTokenException'],
  THROTTLED: [429, 'Too Many Requests', 'TooManyRequestsException'],
  UNAUTHORIZED: [401, 'Unauthorized', 'UnauthorizedException'],
  UNSUPPORTED_MEDIA_TYPE: [415, 'Unsupported Media Type', 'UnsupportedMediaTypeException'],
} as const;

/** Name of a gateway response, as `ResponseType` has it in the template. */
export type FaultType = keyof typeof FAULTS;

/** What is otherwise than `FAULTS` says. */
interface FaultOverrides {
  /** `$context.error.message`. */
  readonly message?: string;
  /** API Gateway answers some faults of back ends with another status than their type has. */
  readonly status?: number;
}

/** Ends a request with a gateway response. */
export class GatewayFault extends Error {
  override readonly name = 'GatewayFault';

  /**
   * @param detail - for the log: what the developer should look at; undefined for a client's mistake
   * @param overrides - what the client sees instead of what the type says
   */
  constructor(
    readonly type: FaultType,
    readonly detail?: string,
    readonly overrides: FaultOverrides = {},
  ) {
    super(detail ? `${type}: ${detail}` : type);
  }
}
