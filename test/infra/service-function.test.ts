import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { lambdaBundling } from '../../lib/constructs/lambda-bundling';
import { ServiceFunction, type ServiceFunctionProps } from '../../lib/constructs/service-function';
import manifest from '../../package.json';

interface ExampleEnv {
  readonly TABLE_NAME: string;
}

const DEFAULTS = { logRetention: RetentionDays.ONE_WEEK, logLevel: 'INFO', nativeBundling: true } as const;

const synthesise = (props: Partial<ServiceFunctionProps<ExampleEnv>>): Template => {
  const app = new App({ context: { 'aws:cdk:bundling-stacks': [] } });
  const stack = new Stack(app, 'Example');
  new ServiceFunction<ExampleEnv>(stack, 'Mint', {
    name: 'mint',
    defaults: DEFAULTS,
    environment: { TABLE_NAME: 'images' },
    ...props,
  });
  return Template.fromStack(stack);
};

describe('A service function', () => {
  test('keeps the caller’s variables beside its own', () => {
    const template = synthesise({});

    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          TABLE_NAME: 'images',
          POWERTOOLS_SERVICE_NAME: 'mint',
          POWERTOOLS_METRICS_NAMESPACE: 'Example',
          POWERTOOLS_LOG_LEVEL: 'INFO',
        },
      },
    });
  });

  test('takes memory and concurrency from the caller', () => {
    const template = synthesise({ memorySize: 2048, reservedConcurrency: 3 });

    template.hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 2048,
      ReservedConcurrentExecutions: 3,
    });
  });

  test('has 512 megabytes, ten seconds and no reserved concurrency by default', () => {
    const [properties] = Object.values(synthesise({}).findResources('AWS::Lambda::Function')).map(
      (resource) => resource['Properties'] as Record<string, unknown>,
    );

    expect(properties).toMatchObject({ MemorySize: 512, Timeout: 10 });
    expect(properties).not.toHaveProperty('ReservedConcurrentExecutions');
  });
});

describe('Bundling', () => {
  test('minifies to CommonJS for Node 20 with the SDK inside', () => {
    expect(lambdaBundling({ native: [], nativeBundling: true })).toMatchObject({
      minify: true,
      target: 'node20',
      format: 'cjs',
      mainFields: ['module', 'main'],
      bundleAwsSDK: true,
      externalModules: [],
    });
  });

  test('installs the pinned native package for what Lambda runs, not for this machine', () => {
    const { commandHooks } = lambdaBundling({ native: ['sharp'], nativeBundling: true });

    const [command, ...others] = commandHooks?.afterBundling('/in', '/out dir') ?? [];
    expect(others).toEqual([]);
    expect(command).toBe(
      `npm install --prefix "/out dir" --os=linux --cpu=arm64 --libc=glibc --no-save --no-package-lock --no-audit --no-fund --ignore-scripts sharp@${manifest.dependencies.sharp}`,
    );
  });

  test('installs nothing when native bundling is off, so that no network is needed', () => {
    const bundling = lambdaBundling({ native: ['sharp'], nativeBundling: false });

    expect(bundling.commandHooks).toBeUndefined();
    expect(bundling.externalModules).toEqual(['sharp']);
  });

  test('refuses a native package whose version is not pinned', () => {
    const { commandHooks } = lambdaBundling({ native: ['left-pad'], nativeBundling: true });

    expect(() => commandHooks?.afterBundling('/in', '/out')).toThrow(/left-pad.*"dependencies"/);
  });
});
