import { type Context, createContext, Script } from 'node:vm';
import { parentPort, workerData } from 'node:worker_threads';
import { requireEdgeModule } from './edge-modules';
import type { SandboxData, SandboxReply, SandboxRequest } from './messages';

const { name, code, maxRunMs } = workerData as SandboxData;
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
  script.runInContext(context, { timeout: maxRunMs });
  const answerJson: unknown = await call.runInContext(context, { timeout: maxRunMs });
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
