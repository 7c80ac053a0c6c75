import { App } from 'aws-cdk-lib';
import { loadConfig } from './config';
import { DirectUploadStack } from './direct-upload-stack';
import { FEATURE_FLAGS } from './feature-flags';

/** The id of the only stack in the app. */
export const STACK_ID = 'DirectUpload';

/** What `buildApp` takes from its caller. */
export interface BuildOptions {
  /** cdk context beside what the cdk command brings; settings as in `lib/config.ts`. @default none */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Where the assembly is written. @default the directory that the cdk command names, or a temporary one */
  readonly outdir?: string;
}

/**
 * The app with its one stack, for the account and region of whoever deploys it.
 * @throws Error that lists every wrong setting.
 */
export const buildApp = ({ context = {}, outdir }: BuildOptions = {}): App => {
  const app = new App({
    context: { ...FEATURE_FLAGS, ...context },
    ...(outdir === undefined ? {} : { outdir }),
  });
  const config = loadConfig(app.node.getAllContext());
  new DirectUploadStack(app, STACK_ID, {
    config,
    stackName: config.stackName,
    description: "Cloudflare Images' Direct Creator Upload in your own account",
  });
  return app;
};
