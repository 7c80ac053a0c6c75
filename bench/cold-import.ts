import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { lambdaBundling } from '../lib/constructs/lambda-bundling';
import { median } from './median';

const ROOT = path.join(__dirname, '..');
const ROUNDS = 7;

/** What a cold start loads. */
interface ColdImport {
  readonly bundleKilobytes: number;
  /** How long a new process takes to load the bundle; the median of several. */
  readonly milliseconds: number;
}

const bundle = (functionName: string, outfile: string): void => {
  const { minify, target, mainFields, externalModules } = lambdaBundling({
    native: ['sharp', 'libheif-js'],
    nativeBundling: false,
  });
  buildSync({
    entryPoints: [path.join(ROOT, 'lambdas', functionName, 'index.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    logLevel: 'error',
    minify,
    target,
    mainFields,
    external: externalModules,
  });
};

const measureColdImport = (
  functionName: string,
  environment: Readonly<Record<string, string>>,
): ColdImport => {
  const folder = mkdtempSync(path.join(tmpdir(), `bench-${functionName}-`));
  try {
    const outfile = path.join(folder, 'index.js');
    bundle(functionName, outfile);
    const script = `globalThis.awslambda={streamifyResponse:(h)=>h};const t=performance.now();require(${JSON.stringify(outfile)});console.log(performance.now()-t)`;
    const env = {
      PATH: process.env['PATH'],
      NODE_PATH: path.join(ROOT, 'node_modules'),
      AWS_REGION: 'us-east-1',
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
      ...environment,
    };
    const load = () => Number(execFileSync(process.execPath, ['-e', script], { env, encoding: 'utf8' }));
    const times = Array.from({ length: ROUNDS }, load);
    return { bundleKilobytes: statSync(outfile).size / 1000, milliseconds: median(times) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Bundles a function as it is deployed, loads it in new processes with the given environment, and prints its size and the time. */
export const printColdImport = (
  functionName: string,
  environment: Readonly<Record<string, string>>,
): void => {
  const { bundleKilobytes, milliseconds } = measureColdImport(functionName, environment);
  console.log(`bundle ${bundleKilobytes.toFixed(0)} kB, cold import ${milliseconds.toFixed(0)} ms`);
};
