import { runInNewContext } from 'node:vm';

const isTimeout = (error: unknown): boolean =>
  (error as NodeJS.ErrnoException | undefined)?.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';

/**
 * Runs synchronous work and interrupts it when it takes too long, which V8 can do and no timer: a timer waits until the
 * work is done. For work on hostile input whose parts are linear as far as anybody knows.
 * @throws what `tooLong` makes when the time is over, and what `work` throws
 */
export const endWithin = <Result>(
  seconds: number,
  work: () => Result,
  tooLong: (options: ErrorOptions) => Error,
): Result => {
  try {
    return runInNewContext('work()', { work }, { timeout: seconds * 1000 });
  } catch (error) {
    throw isTimeout(error) ? tooLong({ cause: error }) : error;
  }
};
