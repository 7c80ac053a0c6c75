import { randomUUID } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Assembly, readAssembly } from './assembly';
import { sourceFingerprint } from './source-fingerprint';

/** What to synthesise. */
export interface SynthOptions {
  readonly projectRoot: string;
  /** Over cdk.json's context. */
  readonly context: Readonly<Record<string, unknown>>;
  /** Hears when a synthesis begins, which takes a while. */
  readonly onStale: () => void;
  /** Writes the assembly of the app with this context to the folder. */
  readonly synthesise: (context: Record<string, unknown>, outdir: string) => Promise<void>;
}

/**
 * Another running service may still load bundles from an older assembly: one goes only when it is more than a day old
 * and so many are newer.
 */
const KEPT_MILLISECONDS = 24 * 3600 * 1000;
const KEPT_COUNT = 20;

const cdkContext = (projectRoot: string): Record<string, unknown> => {
  const settings = JSON.parse(readFileSync(join(projectRoot, 'cdk.json'), 'utf8')) as {
    context?: Record<string, unknown>;
  };
  return settings.context ?? {};
};

const removeUnused = (cache: string) => {
  const assemblies = readdirSync(cache)
    .filter((name) => name.startsWith('assembly-'))
    .map((name) => ({ path: join(cache, name), usedAt: statSync(join(cache, name)).mtimeMs }))
    .sort((left, right) => right.usedAt - left.usedAt);
  for (const { path, usedAt } of assemblies.slice(KEPT_COUNT))
    if (usedAt < Date.now() - KEPT_MILLISECONDS) rmSync(path, { recursive: true, force: true });
};

/** Two services may synthesise the same at once: whoever is first wins, both are equal. */
const publish = (unfinished: string, folder: string) => {
  try {
    renameSync(unfinished, folder);
  } catch (error) {
    if (!existsSync(join(folder, 'manifest.json'))) throw error;
  }
};

/**
 * The assembly of the app as it is on disk now, synthesised when its sources or the context changed since the last
 * time. It lies inside the project (`.cache`), because bundles look for native packages in folders above their own.
 */
export const synthesisedAssembly = async (options: SynthOptions): Promise<Assembly> => {
  const context = { ...cdkContext(options.projectRoot), nativeBundling: false, ...options.context };
  const cache = join(options.projectRoot, '.cache');
  const folder = join(cache, `assembly-${sourceFingerprint(options.projectRoot, context)}`);
  mkdirSync(cache, { recursive: true });
  if (!existsSync(join(folder, 'manifest.json'))) {
    options.onStale();
    const unfinished = `${folder}.${randomUUID()}`;
    try {
      await options.synthesise(context, unfinished);
      publish(unfinished, folder);
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  }
  utimesSync(folder, new Date(), new Date());
  removeUnused(cache);
  return readAssembly(folder);
};
