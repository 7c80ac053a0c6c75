import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROGRAM_LIMIT_MS } from '../run-program';
import { FETCHABLE_PORTS, WEBHOOK_PORTS } from './fetchable-ports';
import { freePorts } from './free-ports';

const ROOT = path.join(__dirname, '../../..');
const STOP_TIMEOUT_MS = 60_000;
const hosts = (ports: readonly number[]) => ports.map((port) => `127.0.0.1:${port}`);
/** The same for every service of the suites, so that the app is bundled once. */
const CONTEXT = {
  'directUpload.fetchExemptHosts': hosts(FETCHABLE_PORTS),
  'directUpload.webhookExemptHosts': hosts(WEBHOOK_PORTS),
};

/** Where a local service listens; kept across a restart so that upload URLs stay valid. */
export interface LocalPorts {
  readonly control: number;
  readonly s3: number;
  readonly upload: number;
  readonly delivery: number;
}

/** How to start a local service. */
export interface LocalServiceOptions {
  readonly dataDir: string;
  readonly ports?: LocalPorts;
  readonly accountId?: string;
  readonly apiToken?: string;
  /** cdk context beside the suites' own, e.g. `{ 'directUpload.maxUploadBytes': 1000 }`. */
  readonly context?: Readonly<Record<string, unknown>>;
  /** Empties `dataDir` first. */
  readonly reset?: boolean;
}

/** A local service in a process of its own. */
export interface LocalService {
  readonly ports: LocalPorts;
  readonly dataDir: string;
  readonly accountId: string;
  readonly apiToken: string;
  /** The control origin, e.g. `http://127.0.0.1:40001`. */
  readonly origin: string;
  /** What a Cloudflare client takes as `baseURL`. */
  readonly baseUrl: string;
  /** Sends the signal and resolves to the exit code once the process has ended. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
  /** What it wrote so far, both streams. */
  output(): string;
}

const choosePorts = async (): Promise<LocalPorts> => {
  const [control = 0, s3 = 0, upload = 0, delivery = 0] = await freePorts(4);
  return { control, s3, upload, delivery };
};

const launch = (options: Required<LocalServiceOptions>): ChildProcess =>
  spawn(process.execPath, ['--import', 'tsx', 'local/main.ts', ...(options.reset ? ['--reset'] : [])], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_OPTIONS: process.env['NODE_OPTIONS'],
      UV_THREADPOOL_SIZE: '16',
      DATA_DIR: options.dataDir,
      ACCOUNT_ID: options.accountId,
      API_TOKEN: options.apiToken,
      CDK_CONTEXT_JSON: JSON.stringify({ ...CONTEXT, ...options.context }),
      PORT: String(options.ports.control),
      S3_PORT: String(options.ports.s3),
      UPLOAD_PORT: String(options.ports.upload),
      DELIVERY_PORT: String(options.ports.delivery),
    },
  });

const isHealthy = async (origin: string): Promise<boolean> => {
  try {
    return (await fetch(`${origin}/healthz`)).ok;
  } catch {
    return false;
  }
};

const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean =>
  exitCode !== null || signalCode !== null;

/** A start may take long, as a first one bundles every function; what hangs is ended, so that it does not outlive the tests. */
const waitUntilHealthy = async (child: ChildProcess, origin: string, output: () => string): Promise<void> => {
  const timer = setTimeout(() => child.kill('SIGKILL'), PROGRAM_LIMIT_MS);
  try {
    while (!(await isHealthy(origin))) {
      if (hasEnded(child))
        throw new Error(`The local service ended with ${child.exitCode ?? child.signalCode}:\n${output()}`);
      await sleep(100);
    }
  } finally {
    clearTimeout(timer);
  }
};

const stopChild = async (child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> => {
  if (hasEnded(child)) return child.exitCode;
  const ended = once(child, 'exit');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  child.kill(signal);
  await ended;
  clearTimeout(timer);
  return child.exitCode;
};

/**
 * Starts `local/main.ts`, as `npm start` does, in a child process and waits until it is healthy.
 * @throws Error with what the process wrote, when it ends before it is healthy, or hangs and is ended
 */
export const startLocalService = async (options: LocalServiceOptions): Promise<LocalService> => {
  const ports = options.ports ?? (await choosePorts());
  const complete = {
    accountId: 'local',
    apiToken: 'local-token',
    reset: false,
    context: {},
    ...options,
    ports,
  };
  const child = launch(complete);
  const written: string[] = [];
  const output = () => written.join('');
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk) => written.push(String(chunk)));
  const origin = `http://127.0.0.1:${ports.control}`;
  const stop = (signal: NodeJS.Signals = 'SIGTERM') => stopChild(child, signal);
  try {
    await waitUntilHealthy(child, origin, output);
  } catch (error) {
    await stop('SIGKILL');
    throw error;
  }
  return { ...complete, origin, baseUrl: `${origin}/client/v4`, stop, output };
};
