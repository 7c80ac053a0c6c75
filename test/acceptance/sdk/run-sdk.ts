import path from 'node:path';
import { photographPath } from '../../support/files/fixture';
import { runProgram } from '../../support/run-program';
import { deployment } from '../client/deployment';

const SCRIPT = path.join(__dirname, 'call-every-method.mjs');

/** One major version of the official SDK, by the name it is installed under. */
export interface Sdk {
  readonly packageName: string;
  readonly version: string;
  readonly major: number;
}

/** The majors that the matrix covers (contract 1). */
export const SDKS: readonly Sdk[] = [
  { packageName: 'cloudflare-3', version: '3.5.0', major: 3 },
  { packageName: 'cloudflare-4', version: '4.5.0', major: 4 },
  { packageName: 'cloudflare-5', version: '5.2.0', major: 5 },
  { packageName: 'cloudflare-6', version: '6.5.0', major: 6 },
  { packageName: 'cloudflare', version: '7.3.0', major: 7 },
];

/** What `call-every-method.mjs` prints. */
export interface SdkReport {
  readonly version: string;
  /**
   * Names of all methods of `client.images` (e.g. `v1.keys.list`) and of the webhooks of `client.alerting` (`webhooks.get`),
   * and of those that were called; both sorted.
   */
  readonly methods: readonly string[];
  readonly called: readonly string[];
  /** By scenario: what came of it, or the error that stopped it. */
  readonly results: Readonly<Record<string, { readonly value?: unknown; readonly error?: string }>>;
}

/**
 * Calls every method with one SDK in a process of its own: the majors bring different versions of the same modules.
 * @throws Error when the process fails or hangs; a scenario that fails is part of the report
 */
export const runSdk = async ({ packageName, major }: Sdk): Promise<SdkReport> => {
  const { stdout } = await runProgram(process.execPath, [SCRIPT], {
    env: {
      SDK_PACKAGE: packageName,
      SDK_MAJOR: String(major),
      BASE_URL: deployment.baseUrl,
      ACCOUNT_ID: deployment.owner.accountId,
      API_TOKEN: deployment.owner.apiToken,
      SETTINGS_ACCOUNT_ID: deployment.settings.accountId,
      SETTINGS_API_TOKEN: deployment.settings.apiToken,
      ...(deployment.reader && { READ_API_TOKEN: deployment.reader.apiToken }),
      PHOTO_FILE: photographPath('photo.jpg'),
      SMALL_PHOTO_FILE: photographPath('photo.webp'),
    },
  });
  return JSON.parse(stdout) as SdkReport;
};

/**
 * What a scenario came to.
 * @throws Error with what the SDK threw, when the scenario failed
 */
export const outcomeOf = <Value>({ results }: SdkReport, scenario: string): Value => {
  const result = results[scenario];
  if (!result || result.error !== undefined) throw new Error(result?.error ?? `There is no ${scenario}`);
  return result.value as Value;
};
