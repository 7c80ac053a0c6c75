import type { Readable } from 'node:stream';

/** What a streaming function says before its body; header names as the function wrote them. */
export interface ResponsePrelude {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly cookies?: string[];
}

/** A streamed answer; `body` errors when the function fails after the prelude. */
export interface StreamedResponse {
  readonly prelude: ResponsePrelude;
  readonly body: Readable;
}

/** A deployed function, run from its bundle. */
export interface LocalFunction {
  /** The physical function name, the last part of its ARN. */
  readonly name: string;
  /** Invokes synchronously and returns the handler's JSON answer. @throws FunctionError when it throws or times out. */
  invoke(event: unknown): Promise<unknown>;
  /**
   * Invokes as a function URL with `InvokeMode: RESPONSE_STREAM` does. What a buffered handler returns is streamed as
   * JSON with the status 200, its `statusCode` and `body` unread (measured on a live function URL: localstack,
   * `test_lambda_url_echo_invoke`). @throws FunctionError when it fails before the prelude.
   */
  invokeStream(event: unknown): Promise<StreamedResponse>;
}

/** How Lambda reports a failed invocation: the `X-Amz-Function-Error` payload. */
export class FunctionError extends Error {
  override readonly name = 'FunctionError';

  constructor(
    readonly errorType: string,
    readonly errorMessage: string,
  ) {
    super(`${errorType}: ${errorMessage}`);
  }
}
