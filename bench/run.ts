import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { printTable } from './table';

/**
 * `npm run bench`: every bench, or those that are named (`npm run bench -- mint list`), one after the other in a
 * process of its own. Each prints its measurements beside what they are compared with, and fails past its own bound.
 */

const BENCHES = {
  mint: 'a mint beside the write and the signature that it cannot do without',
  list: 'the last pages of 100,000 images beside the first',
  deliver: 'a rendered picture beside sharp alone',
  'ingest-memory': 'the memory that checking the largest files takes',
} as const;

const isBench = (name: string): name is keyof typeof BENCHES => Object.hasOwn(BENCHES, name);

/** @throws Error when a name is none of a bench */
const chooseBenches = (names: readonly string[]): (keyof typeof BENCHES)[] => {
  const chosen = names.length > 0 ? names : Object.keys(BENCHES);
  return chosen.map((name) => {
    if (!isBench(name))
      throw new Error(`There is no bench ${name}; there are ${Object.keys(BENCHES).join(', ')}`);
    return name;
  });
};

const run = (name: keyof typeof BENCHES): string[] => {
  console.log(`\n${name}: ${BENCHES[name]}`);
  const startedAtMs = performance.now();
  const { status } = spawnSync(process.execPath, ['--import', 'tsx', path.join(__dirname, `${name}.ts`)], {
    stdio: 'inherit',
    env: { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' },
  });
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
  return [name, `${seconds} s`, status === 0 ? 'within its bounds' : 'FAILED'];
};

const main = (): void => {
  const results = chooseBenches(process.argv.slice(2)).map(run);
  console.log('');
  printTable(results);
  if (results.some(([, , verdict]) => verdict === 'FAILED')) process.exitCode = 1;
};

try {
  main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
