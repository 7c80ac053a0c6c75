import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createToken } from './create-token';
import { type LocalService, startLocalService } from './local-service';

/** What the teardown finds again; both run in the process that starts the tests. */
export interface SuiteGlobals {
  directUploadService?: LocalService;
}

const newToken = () => randomBytes(24).toString('base64url');

const environmentOf = async (service: LocalService): Promise<Record<string, string>> => {
  const [other, settings, reader] = [newToken(), newToken(), newToken()];
  await createToken(service.dataDir, { token: other, accountId: 'other', permissions: 'edit' });
  await createToken(service.dataDir, { token: settings, accountId: 'settings', permissions: 'edit' });
  await createToken(service.dataDir, { token: reader, accountId: service.accountId, permissions: 'read' });
  return {
    BASE_URL: service.baseUrl,
    ACCOUNT_ID: service.accountId,
    API_TOKEN: service.apiToken,
    OTHER_ACCOUNT_ID: 'other',
    OTHER_API_TOKEN: other,
    SETTINGS_ACCOUNT_ID: 'settings',
    SETTINGS_API_TOKEN: settings,
    READ_API_TOKEN: reader,
    LOCAL_DATA_DIR: service.dataDir,
  };
};

/**
 * Starts one local service for all test files of a run and tells them by the environment where it is. With `BASE_URL`
 * set (and `ACCOUNT_ID`, `API_TOKEN`; optionally the others that `environmentOf` sets) the suite
 * runs against that deployment instead, and tests that need the local service are reported as skipped.
 */
const startSuite = async (): Promise<void> => {
  if (process.env['BASE_URL']) return;
  const dataDir = await mkdtemp(path.join(tmpdir(), 'direct-upload-suite-'));
  const service = await startLocalService({ dataDir, apiToken: newToken() });
  (globalThis as SuiteGlobals).directUploadService = service;
  Object.assign(process.env, await environmentOf(service));
};

export default startSuite;
