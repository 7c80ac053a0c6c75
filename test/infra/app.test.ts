import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { buildApp, STACK_ID } from '../../lib/app';
import { contextOf, VARIANTS, type VariantName } from './support/variants';

const stackOf = (context: Record<string, unknown>): Stack => {
  const stack = buildApp({ context }).node.findChild(STACK_ID);
  if (!Stack.isStack(stack)) throw new Error('not a stack');
  return stack;
};

describe('The app', () => {
  test('is one stack for whatever account and region deploys it', () => {
    const stack = stackOf(contextOf('default'));

    expect(stack.stackName).toBe('DirectUpload');
    expect(stack.environment).toBe('aws://unknown-account/unknown-region');
  });

  test('names its stack as it is told, under the same id', () => {
    const stack = stackOf({ ...contextOf('default'), 'directUpload.stackName': 'Pictures' });

    expect(stack.stackName).toBe('Pictures');
    expect(stack.node.path).toBe(STACK_ID);
  });

  test.each(Object.keys(VARIANTS) as VariantName[])(
    'is built without a warning of the CDK (%s)',
    (variant) => {
      const warnings = Annotations.fromStack(stackOf(contextOf(variant))).findWarning('*', Match.anyValue());

      expect(warnings.map(({ entry }) => entry.data)).toEqual([]);
    },
  );

  test('is not built from wrong settings, and the error names them', () => {
    expect(() => buildApp({ context: { directUpload: { removalPolicy: 'keep' } } })).toThrow(
      /wrong settings:\n {2}directUpload\.removalPolicy is "keep": give "retain" or "destroy"/,
    );
  });
});
