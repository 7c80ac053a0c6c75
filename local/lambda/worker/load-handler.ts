import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Handler } from './awslambda';
import type { WorkerSettings } from './messages';

/**
 * Loads a bundle and returns its handler. Modules are resolved from the bundle's own folder upwards, which is how
 * packages kept out of a bundle (sharp) come from the project's install.
 * @throws Error when the module or the export is missing, or loading it throws.
 */
export const loadHandler = async ({ taskRoot, handler }: WorkerSettings): Promise<Handler> => {
  const dot = handler.lastIndexOf('.');
  const [moduleName, exportName] = [handler.slice(0, dot), handler.slice(dot + 1)];
  const esModule = join(taskRoot, `${moduleName}.mjs`);
  const loaded: Record<string, unknown> = existsSync(esModule)
    ? await import(pathToFileURL(esModule).href)
    : createRequire(join(taskRoot, 'package.json'))(`./${moduleName}`);
  const found = loaded[exportName];
  if (typeof found !== 'function') throw new Error(`${handler} is undefined or not exported`);
  return found as Handler;
};
