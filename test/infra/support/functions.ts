import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const LAMBDAS = join(__dirname, '../../../lambdas');

/** The names of all functions, sorted: each has a folder in `lambdas`, with an `index.ts`. */
export const FUNCTIONS: readonly string[] = readdirSync(LAMBDAS)
  .filter((folder) => existsSync(join(LAMBDAS, folder, 'index.ts')))
  .sort();
