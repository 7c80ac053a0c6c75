import { type Context, createContext, Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { requireEdgeModule } from './edge-modules';
import type { SandboxReply, SandboxRequest } from './messages';

/** CloudFront allows about a millisecond of compute; a laptop is not measured so closely, but nothing runs away. */
const MAX_RUN_MS = 100;

const { name, code } = workerData as { readonly name: string; readonly code: string };
const script = new Script(code, { filename: `${name}.js` });
// Parsed and serialised inside, so that only text passes the border.
const call = new Script('(async () => JSON.stringify(await handler(JSON.parse(eventJson))))()', {
  filename: 'call-handler.js',
});

const reply = (message: SandboxReply) => parentPort?.postMessage(message);

const createSandbox = (eventJson: string): Context =>
  createContext(
    {
      eventJson,
      console: {
        log: (...values: unknown[]) => reply({ type: 'log', line: values.map(String).join(' ') }),
      },
      require: requireEdgeModule,
    },
    { codeGeneration: { strings: false, wasm: false } },
  );

const run = async (eventJson: string): Promise<string> => {
  const context = createSandbox(eventJson);
  script.runInContext(context, { timeout: MAX_RUN_MS });
  const answerJson: unknown = await call.runInContext(context, { timeout: MAX_RUN_MS });
  if (typeof answerJson !== 'string') throw new Error('it answered nothing');
  return answerJson;
};

parentPort?.on('message', ({ id, eventJson }: SandboxRequest) => {
  run(eventJson).then(
    (answerJson) => reply({ type: 'answer', id, answerJson }),
    (error) => reply({ type: 'failure', id, reason: String(error?.stack ?? error) }),
  );
});
reply({ type: 'ready' });
