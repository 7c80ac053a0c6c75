import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SuiteGlobals } from './global-setup';

const LOG_FILE = path.join(__dirname, '../../../test-output/local-service.log');

/** Stops the suite's service, keeps what it wrote for whoever looks for the reason of a failure, removes its data. */
const stopSuite = async (): Promise<void> => {
  const { directUploadService: service } = globalThis as SuiteGlobals;
  if (!service) return;
  await service.stop();
  await mkdir(path.dirname(LOG_FILE), { recursive: true });
  await writeFile(LOG_FILE, service.output());
  await rm(service.dataDir, { recursive: true, force: true });
};

export default stopSuite;
