/** More than any machine takes: who needs longer waits for what never comes. */
const LONGEST_LIFE_MS = 64_000;

/**
 * For what must be seen before its life ends: tries with a short life, and with one twice as long whenever that ended too
 * early, as it may on a busy machine.
 * @param attempt resolves to what it saw, or to undefined when the life was over by then
 * @throws Error when a life of a minute was too short
 */
export const longEnough = async <Seen>(
  firstLifeMs: number,
  attempt: (lifeMs: number) => Promise<Seen | undefined>,
): Promise<Seen> => {
  for (let lifeMs = firstLifeMs; lifeMs <= LONGEST_LIFE_MS; lifeMs *= 2) {
    const seen = await attempt(lifeMs);
    if (seen !== undefined) return seen;
  }
  throw new Error(`A life of ${LONGEST_LIFE_MS} ms was too short`);
};
