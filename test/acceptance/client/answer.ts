/** One entry of an envelope's `errors`. */
export interface ApiError {
  readonly code: number;
  readonly message: string;
}

/** The body of every JSON answer. */
export interface Envelope<Result> {
  readonly result: Result;
  readonly result_info?: unknown;
  readonly success: boolean;
  readonly errors: readonly ApiError[];
  readonly messages: readonly unknown[];
}

/** An answer, read to its end. */
export interface Answer<Result = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /**
   * The envelope.
   * @throws SyntaxError when the body is not JSON
   */
  envelope(): Envelope<Result>;
}

/** Reads a response to its end. */
export const readAnswer = async <Result = unknown>(response: Response): Promise<Answer<Result>> => {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, envelope: () => JSON.parse(text) };
};

/** Status and first error in one value, so that one comparison says all: `{ status: 404, code: 5404 }`. */
export const refusal = (answer: Answer): { status: number; code: number | undefined } => ({
  status: answer.status,
  code: answer.envelope().errors[0]?.code,
});

/** The message of the first error; empty when there is none. */
export const errorMessage = (answer: Answer): string => answer.envelope().errors[0]?.message ?? '';
