import { join } from 'node:path';
import { buildSync } from 'esbuild';

let source: string | undefined;

/**
 * The JavaScript that every worker thread starts with: `worker/main.ts`, bundled once. As text, because a worker
 * thread shares no TypeScript loader with the service and must start without one to be quick.
 */
export const workerSource = (): string => {
  source ??= buildSync({
    entryPoints: [join(__dirname, 'worker', 'main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
  }).outputFiles[0]?.text;
  if (source === undefined) throw new Error('esbuild returned no worker source');
  return source;
};
