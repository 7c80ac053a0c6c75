import { PassThrough, type Readable } from 'node:stream';

/** An object larger than this is passed on without being cached; CloudFront's own limit is far higher. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;

/** A body that goes to the viewer and, if it is not too large, into memory. */
export interface CollectedBody {
  /** For the viewer. It may be destroyed without ending the collection. */
  readonly passed: PassThrough;
  /** The whole body, or undefined when it was too large or broke off. */
  readonly whole: Promise<Buffer | undefined>;
}

/**
 * Reads an origin's body at its own pace, so that a slow viewer does not hold up others who wait for the same object;
 * the memory this takes is bounded by what is cached at all. Beyond that, the viewer's pace counts.
 */
export const collectBody = (source: Readable): CollectedBody => {
  const passed = new PassThrough();
  // A viewer that goes away is no fault.
  passed.on('error', () => undefined);
  return { passed, whole: collect(source, passed) };
};

const collect = async (source: Readable, passed: PassThrough): Promise<Buffer | undefined> => {
  let chunks: Buffer[] | undefined = [];
  let bytes = 0;
  try {
    for await (const chunk of source) {
      const data = Buffer.from(chunk as Uint8Array);
      bytes += data.length;
      chunks = bytes > MAX_CACHED_BYTES ? undefined : chunks;
      chunks?.push(data);
      const isTaken = passed.destroyed || passed.write(data);
      if (!isTaken && !chunks) await drained(passed);
      if (!chunks && passed.destroyed) break;
    }
  } catch (error) {
    passed.destroy(error as Error);
    return undefined;
  }
  passed.end();
  return chunks && Buffer.concat(chunks);
};

const drained = (passed: PassThrough): Promise<void> =>
  new Promise((resolve) => {
    passed.once('drain', resolve);
    passed.once('close', resolve);
  });
