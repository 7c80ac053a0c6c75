import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than anything takes on a busy machine: who waits longer waits in vain. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 20;

/**
 * Looks again and again until what it sees is wanted, and returns that.
 * @param context what a failure should also tell
 * @throws Error with what was seen last, after two minutes
 */
export const poll = async <Seen>(
  look: () => Seen | Promise<Seen>,
  isWanted: (seen: Seen) => boolean,
  context: () => string = () => '',
): Promise<Seen> => {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const seen = await look();
    if (isWanted(seen)) return seen;
    if (Date.now() > deadline)
      throw new Error(`Waited in vain; seen last: ${JSON.stringify(seen)}\n${context()}`);
    await sleep(PAUSE_MS);
  }
};
