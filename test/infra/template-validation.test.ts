import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, type CfnResourceProps, Fn, Stack } from 'aws-cdk-lib';
import { FEATURE_FLAGS } from '../../lib/feature-flags';
import { templateFile } from './support/synthesise';
import { VARIANTS, type VariantName } from './support/variants';

interface Report {
  readonly pluginReports: {
    readonly violations: { readonly ruleName: string; readonly description: string }[];
  }[];
}

const violationsIn = (assembly: string): string[] =>
  (
    JSON.parse(readFileSync(join(assembly, 'validation-report.json'), 'utf8')) as Report
  ).pluginReports.flatMap(({ violations }) =>
    violations.map(({ ruleName, description }) => `${ruleName} ${description}`),
  );

/** Synthesises one resource under the app's feature flags; the validator writes what it finds to stderr as well. */
const synthesise = (properties: CfnResourceProps): { error: unknown; violations: string[] } => {
  const outdir = mkdtempSync(join(tmpdir(), 'template-validation-'));
  const stderr = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  try {
    const app = new App({ context: FEATURE_FLAGS, outdir });
    new CfnResource(new Stack(app, 'Example'), 'Broken', properties);
    let error: unknown;
    try {
      app.synth();
    } catch (thrown) {
      error = thrown;
    }
    return { error, violations: violationsIn(outdir) };
  } finally {
    stderr.mockRestore();
    rmSync(outdir, { recursive: true });
  }
};

describe('CloudFormation’s validator', () => {
  test.each(Object.keys(VARIANTS) as VariantName[])(
    'finds nothing in the %s template, no warning either',
    (variant) => {
      const assembly = join(templateFile(variant), '..', `assembly-${variant}`);

      expect(violationsIn(assembly)).toEqual([]);
    },
  );

  test.each([
    ['a type that does not exist', { type: 'AWS::S3::Buckett' }, /Unknown resource type/],
    [
      'a property that does not exist',
      { type: 'AWS::SQS::Queue', properties: { Fifo: true } },
      /'Fifo' was unexpected/,
    ],
    [
      'a property that does not exist, deep inside',
      {
        type: 'AWS::S3::Bucket',
        properties: { LifecycleConfiguration: { Rules: [{ Status: 'Enabled', ExpireInDays: 1 }] } },
      },
      /'ExpireInDays' was unexpected/,
    ],
    [
      'a required property that is missing',
      { type: 'AWS::ApiGateway::Resource', properties: { PathPart: 'x' } },
      /'ParentId' is a required property/,
    ],
    [
      'a required property that is missing, deep inside',
      {
        type: 'AWS::S3::Bucket',
        properties: { CorsConfiguration: { CorsRules: [{ AllowedOrigins: ['*'] }] } },
      },
      /'AllowedMethods' is a required property/,
    ],
    [
      'a value of another type',
      { type: 'AWS::SQS::Queue', properties: { DelaySeconds: 'soon' } },
      /'soon' is not of type 'integer'/,
    ],
    [
      'a reference to nothing',
      { type: 'AWS::SQS::QueuePolicy', properties: { Queues: [Fn.ref('Nobody')], PolicyDocument: {} } },
      /Nobody/,
    ],
    [
      'a circular dependency',
      {
        type: 'AWS::SQS::Queue',
        properties: { RedrivePolicy: { deadLetterTargetArn: Fn.getAtt('Broken', 'Arn') } },
      },
      /ircular/,
    ],
  ] as [string, CfnResourceProps, RegExp][])('refuses %s', (_, properties, message) => {
    const { error, violations } = synthesise(properties);

    expect(error).toBeInstanceOf(Error);
    expect(violations).toContainEqual(expect.stringMatching(message));
  });
});
