/** The work took longer than the gateway waits. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** Waits for `work` up to `timeoutMs`; what it does afterwards is ignored. @throws TimedOut */
export const within = async <T>(timeoutMs: number, work: Promise<T>): Promise<T> => {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimedOut(`no answer in ${timeoutMs} ms`)), timeoutMs);
  });
  work.catch(() => undefined);
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
};
