import { buildSync } from 'esbuild';

const bundled = new Map<string, string>();

/**
 * The JavaScript a worker thread starts with, bundled once for each entry point. As text, because a thread shares no
 * TypeScript loader with the service and must start without one to be quick.
 */
export const bundleThread = (entryPoint: string): string => {
  const known = bundled.get(entryPoint);
  if (known !== undefined) return known;
  const options = { bundle: true, platform: 'node', target: 'node20', format: 'cjs', write: false } as const;
  const source = buildSync({ ...options, entryPoints: [entryPoint] }).outputFiles[0]?.text;
  if (source === undefined) throw new Error(`esbuild returned no source for ${entryPoint}`);
  bundled.set(entryPoint, source);
  return source;
};
