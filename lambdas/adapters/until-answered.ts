/** How often a change starts over because others were faster; more is no coincidence. */
const MAX_ATTEMPTS = 8;

/**
 * Runs an attempt to change something until it has an answer; it has none when others were faster.
 * @param what the things that are changed, for the error
 * @throws Error when others are faster each time, and what the attempt throws
 */
export const untilAnswered = async <T>(what: string, attempt: () => Promise<T | undefined>): Promise<T> => {
  for (let count = 1; count <= MAX_ATTEMPTS; count += 1) {
    const answer = await attempt();
    if (answer !== undefined) return answer;
  }
  throw new Error(`${what} were changed by others ${MAX_ATTEMPTS} times in a row`);
};
