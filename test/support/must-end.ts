import { endWithin } from '../../lambdas/adapters/time-limit';

/**
 * The result of work that ends in milliseconds when it is linear and never when it is not.
 * Jest cannot interrupt what does not wait.
 * @throws Error when it is still going on after half a minute
 */
export const mustEnd = <Result>(work: () => Result): Result =>
  endWithin(30, work, (options) => new Error('It is still going on after half a minute', options));
