import { undecodable } from './errors';
import type { Draft } from './image';
import type { Clock, ImageInspector, ImageRepository } from './ports';

/** What watching needs. */
export interface WatchDeps {
  readonly images: Pick<ImageRepository, 'recordInspections'>;
  readonly inspector: ImageInspector;
  readonly clock: Clock;
}

/** What kills a function for another reason does not do so twice while it inspects the same object. */
const MAX_DEATHS = 2;

/** Longer than the function may run and shorter than the queue waits: what was begun before this has ended, or died. */
const LONGEST_INSPECTION_MS = 120_000;

/** How many inspections of this very object were begun and died, as far as the draft knows. */
const countDeaths = ({ begunInspections }: Draft, etag: string, now: Date): number => {
  if (begunInspections?.etag !== etag) return 0;
  const { count, lastBegunAt } = begunInspections;
  const mayStillRun = now.getTime() - Date.parse(lastBegunAt) < LONGEST_INSPECTION_MS;
  return mayStillRun ? count - 1 : count;
};

/**
 * An inspector that writes down on the draft that it begins, and that it has ended. A file that kills the function
 * (its memory, its time) leaves no other trace, and would end in the dead-letter queue with nobody told. It is refused
 * without another look when that has happened twice. Failures of S3 or DynamoDB are never counted: they happen before or
 * after an inspection.
 */
export const watchInspector = (draft: Draft, etag: string, deps: WatchDeps): ImageInspector => ({
  inspect: async (body) => {
    const { images, inspector, clock } = deps;
    const deaths = countDeaths(draft, etag, clock());
    if (deaths >= MAX_DEATHS) {
      throw undecodable('the file could not be processed', {
        cause: new Error(`${deaths} inspections of this object were begun and never ended`),
      });
    }
    await images.recordInspections(draft, { etag, count: deaths + 1, lastBegunAt: clock().toISOString() });
    try {
      return await inspector.inspect(body);
    } finally {
      await images.recordInspections(draft, undefined);
    }
  },
});
