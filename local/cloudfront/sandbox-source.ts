import { join } from 'node:path';
import { buildSync } from 'esbuild';

let source: string | undefined;

/** The JavaScript a sandbox starts with, bundled once: worker threads share no TypeScript loader with the service. */
export const sandboxSource = (): string => {
  source ??= buildSync({
    entryPoints: [join(__dirname, 'sandbox', 'main.ts')],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    write: false,
  }).outputFiles[0]?.text;
  if (source === undefined) throw new Error('esbuild returned no sandbox source');
  return source;
};
