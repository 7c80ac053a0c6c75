import { runInNewContext } from 'node:vm';

/**
 * The result of work that ends in milliseconds when it is linear and never when it is not.
 * Jest cannot interrupt what does not wait; V8 can.
 * @throws Error when it is still going on after half a minute
 */
export const mustEnd = <Result>(work: () => Result): Result =>
  runInNewContext('work()', { work }, { timeout: 30_000 });
