import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { synthesisedAssembly } from '../../local/synth';

let projectRoot: string;
let syntheses: Record<string, unknown>[];
const write = (path: string, text: string) => writeFileSync(join(projectRoot, path), text);

beforeEach(() => {
  projectRoot = mkdtempSync(join(tmpdir(), 'local-synth-'));
  for (const folder of ['lib', 'lambdas', 'lambdas/mint', 'docs']) mkdirSync(join(projectRoot, folder));
  write('cdk.json', '{"context":{"own":"from cdk.json","other":1}}');
  write('package-lock.json', '{}');
  write('lambdas/mint/index.js', 'exports.handler = async () => 1;');
  syntheses = [];
});
afterEach(() => rmSync(projectRoot, { recursive: true }));

const synthesise = async (context: Record<string, unknown>, outdir: string) => {
  syntheses.push(context);
  const app = new App({ context, outdir });
  new LambdaFunction(new Stack(app, 'Small'), 'Mint', {
    code: Code.fromAsset(join(projectRoot, 'lambdas/mint')),
    handler: 'index.handler',
    runtime: Runtime.NODEJS_24_X,
  });
  app.synth();
};
const assembly = (context: Record<string, unknown> = {}) =>
  synthesisedAssembly({ projectRoot, context, onStale: () => undefined, synthesise });
const cached = () => readdirSync(join(projectRoot, '.cache')).sort();

test('gives the template and the folder of each asset', async () => {
  const { template, assetFolder } = await assembly();

  const [mint] = Object.values(template.Resources).filter(({ Type }) => Type === 'AWS::Lambda::Function');
  const { S3Key } = (mint?.Properties?.['Code'] ?? {}) as { S3Key: string };
  expect(readFileSync(join(assetFolder(S3Key), 'index.js'), 'utf8')).toBe('exports.handler = async () => 1;');
  expect(() => assetFolder('other.zip')).toThrow(/no asset other.zip/);
});

test('lies inside the project, where bundles find its packages', async () => {
  await assembly();

  expect(cached()).toEqual([expect.stringMatching(/^assembly-[0-9a-f]{16}$/)]);
});

test('takes the context of cdk.json, without native bundling, under what it is given', async () => {
  await assembly({ own: 'given' });

  expect(syntheses).toEqual([{ own: 'given', other: 1, nativeBundling: false }]);
});

test('is not synthesised again while nothing changed', async () => {
  await assembly();
  write('docs/readme.md', 'changed');
  await assembly();

  expect(syntheses).toHaveLength(1);
});

test.each([
  ['a function', () => write('lambdas/mint/index.js', 'exports.handler = async () => 2;')],
  ['a new source', () => write('lib/new.ts', '')],
  ['the lock file', () => write('package-lock.json', '{"changed":true}')],
  ['cdk.json', () => write('cdk.json', '{}')],
  ['the OpenAPI document', () => write('docs/openapi.json', '{}')],
])('is synthesised again when %s changed', async (_what, change) => {
  await assembly();
  change();
  await assembly();

  expect(syntheses).toHaveLength(2);
});

test('is synthesised for each context', async () => {
  await assembly({ size: 1 });
  await assembly({ size: 2 });
  await assembly({ size: 1 });

  expect(syntheses.map(({ size }) => size)).toEqual([1, 2]);
});

test('can be asked for twice at once', async () => {
  const [first, second] = await Promise.all([assembly(), assembly()]);

  expect(first.template).toEqual(second.template);
  expect(cached()).toHaveLength(1);
});

test('leaves nothing behind when the app cannot be synthesised', async () => {
  const failing = synthesisedAssembly({
    projectRoot,
    context: {},
    onStale: () => undefined,
    synthesise: async (_context, outdir) => {
      mkdirSync(outdir);
      throw new Error('wrong settings');
    },
  });

  await expect(failing).rejects.toThrow('wrong settings');
  expect(cached()).toEqual([]);
});

test('forgets assemblies of earlier days when there are many newer ones', async () => {
  const age = (name: string, days: number) => {
    const path = join(projectRoot, '.cache', `assembly-${name}`);
    mkdirSync(path, { recursive: true });
    const time = new Date(Date.now() - days * 24 * 3600 * 1000);
    utimesSync(path, time, time);
  };
  for (let day = 0; day < 25; day++) age(String(day).padStart(2, '0'), day + 0.5);

  await assembly();

  // The new one and the 19 newest of the others.
  expect(cached()).toHaveLength(20);
  expect(cached()).toContain('assembly-18');
  expect(cached()).not.toContain('assembly-19');
});

test('keeps any number of assemblies for a day', async () => {
  for (let count = 0; count < 25; count++)
    mkdirSync(join(projectRoot, '.cache', `assembly-${count}`), { recursive: true });

  await assembly();

  expect(cached()).toHaveLength(26);
});
