import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../lib/app';
import { FUNCTIONS } from './support/functions';

interface AssetManifest {
  readonly files: Readonly<Record<string, { readonly source: { readonly path: string } }>>;
}

interface FunctionTemplate {
  readonly Resources: Readonly<
    Record<
      string,
      {
        readonly Type: string;
        readonly Properties: {
          readonly Code: { readonly S3Key: string };
          readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
        };
      }
    >
  >;
}

/** What functions load that is not in their bundle; the others load nothing. */
const NATIVE: Readonly<Record<string, readonly string[]>> = {
  create: ['sharp'],
  ingest: ['sharp'],
  deliver: ['sharp'],
};

const outdir = mkdtempSync(join(tmpdir(), 'bundles-'));
afterAll(() => rmSync(outdir, { recursive: true }));

/** Bundles every function as it is deployed, except that native packages stay out; by the function's name. */
const bundleAll = (): Map<string, string> => {
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  buildApp({ context: { nativeBundling: false }, outdir }).synth();
  stderr.mockRestore();
  const read = (file: string): unknown => JSON.parse(readFileSync(join(outdir, file), 'utf8'));
  const { files } = read('DirectUpload.assets.json') as AssetManifest;
  const { Resources } = read('DirectUpload.template.json') as FunctionTemplate;
  return new Map(
    Object.values(Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => [
        String(Properties.Environment.Variables['POWERTOOLS_SERVICE_NAME']),
        join(outdir, files[Properties.Code.S3Key.replace('.zip', '')]?.source.path ?? ''),
      ]),
  );
};

const bundles = bundleAll();
const bundleOf = (name: string): string => readFileSync(join(bundles.get(name) ?? '', 'index.js'), 'utf8');

/** The SDK looks for it to sign for several regions at once, and does without. */
const OPTIONAL = '@aws-sdk/signature-v4-crt';

/** Packages that a bundle cannot do without, Node's own left out. */
const externalsOf = (name: string): string[] => {
  const required = [...bundleOf(name).matchAll(/\brequire\("([^"./][^"]*)"\)/g)].map(
    ([, specifier]) => specifier ?? '',
  );
  return [...new Set(required)].filter((specifier) => !isBuiltin(specifier) && specifier !== OPTIONAL).sort();
};

describe('Bundles', () => {
  test('mint is at most 650 kB, minified', () => {
    expect(Buffer.byteLength(bundleOf('mint'))).toBeLessThanOrEqual(650_000);
  });

  test('are made of every function, and of nothing else', () => {
    expect([...bundles.keys()].sort()).toEqual(FUNCTIONS);
  });

  test.each(FUNCTIONS)('%s is one file', (name) => {
    expect(readdirSync(bundles.get(name) ?? '')).toEqual(['index.js']);
  });

  test.each(FUNCTIONS.map((name) => [name, NATIVE[name] ?? []] as const))(
    '%s loads nothing from outside but %j',
    (name, packages) => {
      expect(externalsOf(name)).toEqual(packages);
    },
  );
});
