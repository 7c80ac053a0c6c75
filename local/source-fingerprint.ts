import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** What a synthesis depends on: the app's and the functions' sources, and the versions of everything in the bundles. */
const INPUTS = [
  'lib',
  'lambdas',
  'docs/openapi.json',
  'cdk.json',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];

const filesBelow = (path: string): string[] => {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .map((name) => join(path, name))
    .filter((file) => statSync(file).isFile())
    .sort();
};

/** A short hash of all inputs and the cdk context: equal fingerprints synthesise to equal assemblies. */
export const sourceFingerprint = (
  projectRoot: string,
  context: Readonly<Record<string, unknown>>,
): string => {
  const hash = createHash('sha256').update(JSON.stringify(context));
  for (const file of INPUTS.flatMap((input) => filesBelow(join(projectRoot, input))))
    hash.update(`\0${file.slice(projectRoot.length)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};
