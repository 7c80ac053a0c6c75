import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BundlingOptions,
  type ICommandHooks,
  LogLevel,
  OutputFormat,
} from 'aws-cdk-lib/aws-lambda-nodejs';

/** The repository's root, where package.json and the lock file are. */
export const PROJECT_ROOT = join(__dirname, '..', '..');

/** The version that this project pins, so that the deployed package is the tested one. */
const pinnedVersion = (name: string): string => {
  const manifest = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const version = manifest.dependencies[name];
  if (version === undefined)
    throw new Error(`${name} is bundled as a native package: add it to "dependencies" in package.json`);
  return version;
};

/**
 * Installs packages with native code beside the bundle, for the platform that Lambda runs. `nodeModules` of
 * NodejsFunction would install them for the machine that builds.
 */
const installForLambda = (packages: readonly string[]): ICommandHooks => ({
  beforeBundling: () => [],
  beforeInstall: () => [],
  afterBundling: (_inputDir, outputDir) => [
    [
      `npm install --prefix "${outputDir}" --os=linux --cpu=arm64 --libc=glibc`,
      '--no-save --no-package-lock --no-audit --no-fund --ignore-scripts',
      ...packages.map((name) => `${name}@${pinnedVersion(name)}`),
    ].join(' '),
  ],
});

/** What differs between functions in bundling. */
export interface BundlingChoices {
  /** Packages with native code: left out of the bundle and installed beside it. */
  readonly native: readonly string[];
  /** False leaves native packages out altogether: such a bundle runs where the project itself is installed. */
  readonly nativeBundling: boolean;
}

/**
 * One CommonJS file for Node 20 and later, minified, with the SDK inside: the bundle that is tested is the bundle
 * that runs, whatever SDK the runtime brings. `module` before `main`, because the SDK's ES modules can be tree-shaken.
 */
export const lambdaBundling = ({ native, nativeBundling }: BundlingChoices) =>
  ({
    minify: true,
    target: 'node20',
    format: OutputFormat.CJS,
    mainFields: ['module', 'main'],
    logLevel: LogLevel.ERROR,
    bundleAwsSDK: true,
    externalModules: [...native],
    ...(native.length > 0 && nativeBundling ? { commandHooks: installForLambda(native) } : {}),
  }) satisfies BundlingOptions;
