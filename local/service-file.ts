import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { Credentials } from './iam/iam';

/** A service that is starting. */
export interface ServiceClaim {
  /** Changes with every start; the health check answers it. */
  readonly instance: string;
  readonly pid: number;
  readonly endpoints: {
    readonly control: string;
    readonly s3: string;
    readonly upload: string;
    readonly delivery: string;
  };
}

/** What a running service tells other commands, in `DATA_DIR/service.json`. */
export interface ServiceInfo extends ServiceClaim {
  readonly endpoints: ServiceClaim['endpoints'] & {
    readonly dynamodb: string;
    readonly sqs: string;
    readonly sts: string;
    /** EventBridge. */
    readonly events: string;
    /** CloudFront's API, not the distribution. */
    readonly cloudfront: string;
  };
  readonly region: string;
  readonly tableName: string;
  readonly accountId: string;
  /** May do everything in the local account; for `npm run token`. */
  readonly credentials: Credentials;
}

const fileIn = (dataDir: string) => join(dataDir, 'service.json');
const claim = z.object({ instance: z.string(), endpoints: z.object({ control: z.string() }) });

/** Readable by its owner only, because it holds credentials. */
export const writeServiceFile = (dataDir: string, info: ServiceInfo | ServiceClaim): void => {
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(fileIn(dataDir), `${JSON.stringify(info, null, 2)}\n`, { mode: 0o600 });
};

/** Gives the folder up; nothing happens when the file is gone already. */
export const removeServiceFile = (dataDir: string): void => rmSync(fileIn(dataDir), { force: true });

const readClaim = (dataDir: string): z.infer<typeof claim> | undefined => {
  try {
    return claim.parse(JSON.parse(readFileSync(fileIn(dataDir), 'utf8')));
  } catch {
    return undefined;
  }
};

/**
 * The control origin of a service that uses the folder now; undefined when there is none. A file left behind by a
 * killed service does not count: nobody answers there, or another instance does.
 */
export const runningServiceIn = async (dataDir: string): Promise<string | undefined> => {
  const found = readClaim(dataDir);
  if (!found) return undefined;
  try {
    const health = await fetch(`${found.endpoints.control}/healthz`, { signal: AbortSignal.timeout(2000) });
    const { instance } = claim.pick({ instance: true }).parse(await health.json());
    return instance === found.instance ? found.endpoints.control : undefined;
  } catch {
    return undefined;
  }
};
