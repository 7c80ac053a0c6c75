import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildApp } from '../../../lib/app';
import { contextOf, VARIANTS, type VariantName } from './variants';

const OUTPUT = join(__dirname, '..', '..', '..', 'test-output', 'infra');

/** Where the template of a variant is. */
export const templateFile = (variant: VariantName): string => join(OUTPUT, `${variant}.json`);

/**
 * Synthesises each variant once for all infra tests: loading the CDK takes longer than any of them, and most look at
 * the template only.
 */
export default function synthesise(): void {
  for (const variant of Object.keys(VARIANTS) as VariantName[]) {
    const outdir = join(OUTPUT, `assembly-${variant}`);
    rmSync(outdir, { recursive: true, force: true });
    const app = buildApp({ context: contextOf(variant), outdir });
    const { template } = app.synth().stacks[0] ?? {};
    mkdirSync(dirname(templateFile(variant)), { recursive: true });
    writeFileSync(templateFile(variant), JSON.stringify(template));
  }
}
