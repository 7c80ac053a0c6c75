import { AsyncLocalStorage } from 'node:async_hooks';
import type { Sharp } from 'sharp';

/** When the rendering that is going on has to be over, as `performance.now()` counts. */
const endsAtMs = new AsyncLocalStorage<number>();

/**
 * Runs a rendering that may take so long as a whole. One is made of up to thousands of pipelines, started wherever the
 * transform needs them; each gets the time that is left.
 */
export const renderWithin = <Result>(seconds: number, render: () => Promise<Result>): Promise<Result> =>
  endsAtMs.run(performance.now() + seconds * 1000, render);

/**
 * Gives a pipeline of the rendering that is going on the time that is left, in whole seconds.
 * @throws Error when none is left, or outside of `renderWithin`
 */
export const limitTime = (image: Sharp): Sharp => {
  const leftMs = (endsAtMs.getStore() ?? 0) - performance.now();
  if (leftMs <= 0) throw new Error('the rendering takes too long');
  return image.timeout({ seconds: Math.ceil(leftMs / 1000) });
};
