import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { assertPortsFree, portTaken } from './assert-ports-free';
import { banner } from './banner';
import { type LocalConfig, loadLocalConfig } from './config';
import { type RunningService, startService } from './service';
import { runningServiceIn } from './service-file';
import { synthesisedAssembly } from './synth';
import { synthesiseApp } from './synthesise-app';

// `npm start`: synthesises the app and runs it on this machine until SIGINT or SIGTERM.

const PROJECT_ROOT = join(__dirname, '..');

/** What the service keeps in DATA_DIR. Nothing else in there is touched, whatever folder DATA_DIR names. */
const DATA_FOLDERS = ['dynamodb', 'iam', 'logs', 's3', 'service.json', 'sqs'];

/** `--reset` empties the data first; `--redrive` tries the events in dead-letter queues again. */
const readArguments = (): { reset: boolean; redrive: boolean } => {
  const off = { type: 'boolean', default: false } as const;
  return parseArgs({ options: { reset: off, redrive: off } }).values;
};

const reset = (dataDir: string) => {
  for (const name of DATA_FOLDERS) rmSync(join(dataDir, name), { recursive: true, force: true });
};

const prepare = async (config: LocalConfig, wantsReset: boolean) => {
  const other = await runningServiceIn(config.dataDir);
  if (other)
    throw new Error(
      `${config.dataDir} is in use by the service at ${other}. Stop it, or choose another folder with DATA_DIR`,
    );
  await assertPortsFree(config);
  if (wantsReset) reset(config.dataDir);
};

const start = async (config: LocalConfig, redrives: boolean): Promise<RunningService> => {
  const assembly = await synthesisedAssembly({
    projectRoot: PROJECT_ROOT,
    context: config.context,
    onStale: () => console.log('Synthesising the app, because its sources are new…'),
    synthesise: synthesiseApp,
  });
  const pageFolder = join(__dirname, 'page');
  try {
    return await startService({ config, assembly, pageFolder, redrives, log: (line) => console.error(line) });
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { port?: number };
    throw code === 'EADDRINUSE' && port !== undefined ? portTaken(config, port) : error;
  }
};

/** Only what a user can act on; a stack trace is for faults of our own. */
const explain = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS')) return error.message;
  return error.constructor === Error || error.name === 'TemplateError'
    ? error.message
    : (error.stack ?? error.message);
};

const main = async () => {
  // The SDK warns about Node.js 20; this project supports it.
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true';
  let running: RunningService | undefined;
  let stopping = false;
  const stop = async () => {
    // npm and tsx pass on a signal that the terminal has sent to everybody already.
    if (stopping) return;
    stopping = true;
    await running?.close();
    process.exit(0);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  const { reset: wantsReset, redrive: redrives } = readArguments();
  const config = loadLocalConfig(process.env);
  await prepare(config, wantsReset);
  running = await start(config, redrives);
  if (!stopping) console.log(banner(config, running.endpoints));
};

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exit(1);
});
