/** An account and a token for it. */
export interface Caller {
  readonly accountId: string;
  readonly apiToken: string;
  /** Another service than the deployment under test. */
  readonly baseUrl?: string;
}

/** The deployment under test, from the environment that the suite's start-up made or the user set. */
export interface Deployment {
  /** What a Cloudflare client takes as `baseURL`, ending in `/client/v4`. */
  readonly baseUrl: string;
  /** May do everything in its account. */
  readonly owner: Caller;
  /** Another account; absent when the deployment under test offers none. */
  readonly stranger?: Caller;
  /** A token of the owner's account that may only read; absent as above. */
  readonly reader?: Caller;
  /**
   * For tests that change an account's settings: variants, keys, configuration. The owner itself when there is no
   * other account; the files then disturb each other unless they run one after the other (`--runInBand`).
   */
  readonly settings: Caller;
  /** The data directory of the local service; absent when the suite runs against a deployment in AWS. */
  readonly localDataDir?: string;
}

const read = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set; test/support/service/global-setup.ts says how it is made`);
  return value;
};

const caller = (accountVariable: string, tokenVariable: string): Caller | undefined => {
  const accountId = process.env[accountVariable];
  const apiToken = process.env[tokenVariable];
  return accountId && apiToken ? { accountId, apiToken } : undefined;
};

const readDeployment = (): Deployment => {
  const stranger = caller('OTHER_ACCOUNT_ID', 'OTHER_API_TOKEN');
  const reader = caller('ACCOUNT_ID', 'READ_API_TOKEN');
  const owner = { accountId: read('ACCOUNT_ID'), apiToken: read('API_TOKEN') };
  const localDataDir = process.env['LOCAL_DATA_DIR'];
  return {
    baseUrl: read('BASE_URL').replace(/\/$/, ''),
    owner,
    settings: caller('SETTINGS_ACCOUNT_ID', 'SETTINGS_API_TOKEN') ?? owner,
    ...(stranger && { stranger }),
    ...(reader && { reader }),
    ...(localDataDir && { localDataDir }),
  };
};

/** The deployment under test. */
export const deployment = readDeployment();

/** The origin of the control API, e.g. `http://127.0.0.1:8787`. */
export const controlOrigin = new URL(deployment.baseUrl).origin;
