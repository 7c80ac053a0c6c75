/** Fails the process, which goes on, when a measured ratio is above its bound. */
export const holdTo = (maxRatio: number, ratios: readonly number[]): void => {
  if (ratios.every((ratio) => ratio <= maxRatio)) return;
  console.error(`A ratio is above ${maxRatio}`);
  process.exitCode = 1;
};
