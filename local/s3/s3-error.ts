/** HTTP status of every error code this server answers with (Amazon S3 API reference, "Error responses"). */
const STATUS = {
  AccessControlListNotSupported: 400,
  AccessDenied: 403,
  AccessForbidden: 403,
  AuthorizationHeaderMalformed: 400,
  AuthorizationQueryParametersError: 400,
  BadDigest: 400,
  BadRequest: 400,
  EntityTooLarge: 400,
  EntityTooSmall: 400,
  ExpiredToken: 400,
  IncompleteBody: 400,
  InternalError: 500,
  InvalidAccessKeyId: 403,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidPolicyDocument: 400,
  InvalidRange: 416,
  InvalidRequest: 400,
  InvalidStorageClass: 400,
  InvalidToken: 400,
  InvalidURI: 400,
  KeyTooLongError: 400,
  MalformedPOSTRequest: 400,
  MalformedTrailerError: 400,
  MalformedXML: 400,
  MaxPostPreDataLengthExceededError: 400,
  MetadataTooLarge: 400,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NotImplemented: 501,
  PreconditionFailed: 412,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  XAmzContentSHA256Mismatch: 400,
} as const;

/** An error code that this server answers with. */
export type S3ErrorCode = keyof typeof STATUS;

/** What an error carries besides code and message. */
export interface S3ErrorExtras {
  /** Further elements of the XML body, e.g. `{ Key: 'a.png' }`. */
  readonly details?: Readonly<Record<string, string>>;
  /** Headers of the answer, e.g. `content-range` of a 416. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refusal as S3 gives it: its code decides the status, `details` become elements of the XML body. */
export class S3Error extends Error {
  override readonly name = 'S3Error';
  readonly status: number;
  readonly details: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly code: S3ErrorCode,
    message: string,
    extras: S3ErrorExtras = {},
  ) {
    super(message);
    this.status = STATUS[code];
    this.details = extras.details ?? {};
    this.headers = extras.headers ?? {};
  }
}

/** 403 AccessDenied, with S3's own short message unless a better one is known. */
export const accessDenied = (message = 'Access Denied', extras?: S3ErrorExtras): S3Error =>
  new S3Error('AccessDenied', message, extras);

/** 400 InvalidArgument, naming the argument as S3 does. */
export const invalidArgument = (message: string, name: string, value: string): S3Error =>
  new S3Error('InvalidArgument', message, { details: { ArgumentName: name, ArgumentValue: value } });

/** 404 NoSuchKey. */
export const noSuchKey = (key: string): S3Error =>
  new S3Error('NoSuchKey', 'The specified key does not exist.', { details: { Key: key } });

/** 501 NotImplemented: `what` S3 knows and this server does not; ignoring it would make local runs lie. */
export const notImplemented = (what: string): S3Error =>
  new S3Error('NotImplemented', `A ${what} you provided implies functionality that is not implemented`);

/** 412 PreconditionFailed, naming the condition that did not hold. */
export const preconditionFailed = (condition: string): S3Error =>
  new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    details: { Condition: condition },
  });
