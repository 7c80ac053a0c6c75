import type { ImageEvent } from '../../lambdas/core/image-event';
import { type IngestDeps, ingestUpload, type StagedUpload } from '../../lambdas/core/ingest-upload';
import type { ImageEvents } from '../../lambdas/core/ports';
import type { IngestWorld } from './ingest-world';

/** The function dies around its nth call of a port. */
export interface CrashPoint {
  readonly atCall: number;
  /** Before the call has its effect, or after. */
  readonly when: 'before' | 'after';
}

/** How a function ends that dies. */
export class CrashedFunction extends Error {}

const PORTS = ['images', 'staged', 'objects', 'settings', 'events'] as const;

/** The ports of a function that dies at one call; `calls` lists those that were made, the last one being that call. */
export const crashingDeps = (
  deps: IngestDeps,
  { atCall, when }: CrashPoint,
): { readonly deps: IngestDeps; readonly calls: readonly string[] } => {
  const calls: string[] = [];
  const watched = <P extends object>(port: P): P =>
    new Proxy(port, {
      get: (target, name) => {
        const method: unknown = Reflect.get(target, name);
        if (typeof method !== 'function') return method;
        return async (...args: unknown[]) => {
          calls.push(String(name));
          const dies = calls.length === atCall;
          if (dies && when === 'before') throw new CrashedFunction();
          const result: unknown = await method.apply(target, args);
          if (dies) throw new CrashedFunction();
          return result;
        };
      },
    });
  const ports = Object.fromEntries(PORTS.map((port) => [port, watched(deps[port])]));
  return { deps: { ...deps, ...ports }, calls };
};

/** More calls of ports than the longest way through ingest makes. */
const CALLS = Array.from({ length: 14 }, (_, index) => index + 1);

/** Every way in which ingest can die. */
export const CRASHES: CrashPoint[] = CALLS.flatMap((atCall) => [
  { atCall, when: 'before' },
  { atCall, when: 'after' },
]);

/** The different ids of events; repetitions have the same one. */
export const idsOf = (events: readonly ImageEvent[]): Set<string> => new Set(events.map(({ id }) => id));

/** As Lambda and SQS do: the first try dies, the next one does not. Returns whether the first one died. */
export const dieAndRetry = async (
  world: IngestWorld,
  upload: StagedUpload,
  crash: CrashPoint,
): Promise<boolean> => {
  const { deps } = crashingDeps(world.deps, crash);
  try {
    await ingestUpload(upload, deps);
    return false;
  } catch (error) {
    if (!(error instanceof CrashedFunction)) throw error;
  }
  await ingestUpload({ ...upload, deliveries: upload.deliveries + 1 }, world.deps);
  return true;
};

/** EventBridge on a bad day. */
export const brokenEvents: ImageEvents = {
  publish: () => Promise.reject(new Error('EventBridge did not take an event')),
};
