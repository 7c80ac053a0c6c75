/** The command line was wrong; `message` says what and the command's usage is shown with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something outside was not as it must be; `message` says what and what to do. No stack is shown. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}
