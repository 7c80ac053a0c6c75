/** A refused call, in the words of SQS. */
export class SqsError extends Error {
  override readonly name = 'SqsError';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
