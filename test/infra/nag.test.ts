import { type App, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type NagPack, ServerlessChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { buildApp } from '../../lib/app';
import { contextOf, VARIANTS, type VariantName } from './support/variants';

const PACKS = { AwsSolutions: AwsSolutionsChecks, Serverless: ServerlessChecks };
const variants = Object.keys(VARIANTS) as VariantName[];
const apps = Object.fromEntries(
  variants.map((variant) => [variant, buildApp({ context: contextOf(variant) })]),
) as Record<VariantName, App>;

const findings = (pack: NagPack, app: App): string[] =>
  pack
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`),
    );

/** What a pack would find if nothing were acknowledged. */
const allFindings = (Pack: (typeof PACKS)[keyof typeof PACKS], app: App): string[] =>
  findings(Object.assign(new Pack(), { isAcknowledged: () => false }), app);

/** Every acknowledged rule as `rule path`, from the metadata that `Validations` keeps. */
const acknowledged = (app: App): { rule: string; path: string; reason: string }[] =>
  app.node.findAll().flatMap((construct: IConstruct) =>
    construct.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(data as Record<string, string>))
      .map(([rule, reason]) => ({
        rule: rule.replace(/^annotation::/i, ''),
        reason,
        path: construct.node.path,
      })),
  );

describe.each(variants)('cdk-nag on the %s deployment', (variant) => {
  test.each(Object.entries(PACKS))('%s finds nothing', (_, Pack) => {
    expect(findings(new Pack(), apps[variant])).toEqual([]);
  });
});

describe('Acknowledged findings', () => {
  const found = variants.flatMap((variant) =>
    Object.values(PACKS).flatMap((Pack) => allFindings(Pack, apps[variant])),
  );

  test('are real: each covers something that a pack finds', () => {
    const needless = variants
      .flatMap((variant) => acknowledged(apps[variant]))
      .filter(({ rule, path }) => !found.some((finding) => finding.startsWith(`${rule} ${path}`)))
      .map(({ rule, path }) => `${rule} ${path}`);

    expect([...new Set(needless)]).toEqual([]);
  });

  test('are acknowledged where they are, not for the whole stack, and with a reason', () => {
    const entries = acknowledged(apps.default);

    expect(entries.length).toBeGreaterThan(0);
    for (const { path, reason } of entries) {
      expect(path.split('/').length).toBeGreaterThan(1);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  test('are found when nobody acknowledges them', () => {
    expect(found).toContain('AwsSolutions-S1 DirectUpload/Buckets/Staging/Resource');
  });
});
