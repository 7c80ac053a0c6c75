import { createHash, createHmac } from 'node:crypto';
import querystring from 'node:querystring';
import { type Context, createContext, Script } from 'node:vm';
import { TemplateError } from '../template/template-error';

/** CloudFront's limit of a function's size. */
const MAX_CODE_BYTES = 10_240;
/** CloudFront allows about a millisecond of compute; a laptop is not measured so closely, but nothing runs away. */
const MAX_RUN_MS = 100;

/** The function threw, ran too long or answered no JSON; viewers see a 503. */
export class ViewerFunctionError extends Error {
  override readonly name = 'ViewerFunctionError';
}

/**
 * A CloudFront function (runtime cloudfront-js-2.0) in a context of its own for each run: no Node, no network, no timers,
 * no `eval`; only `console.log` and `require` of `crypto` and `querystring`. This keeps the template's own code to what
 * CloudFront offers; it is no protection from hostile code.
 */
export class ViewerFunction {
  readonly #code: Script;

  /** @throws TemplateError for code that does not parse, or larger than 10 KB. */
  constructor(
    readonly name: string,
    code: string,
  ) {
    if (Buffer.byteLength(code) > MAX_CODE_BYTES)
      throw new TemplateError(name, `a CloudFront function has at most ${MAX_CODE_BYTES} bytes`);
    try {
      this.#code = new Script(code, { filename: `${name}.js` });
    } catch (error) {
      throw new TemplateError(name, String(error), { cause: error });
    }
  }

  /** Runs `handler(event)` and returns its answer as plain JSON values. @throws ViewerFunctionError */
  run(event: unknown, log: (line: string) => void): unknown {
    const context = createSandbox((line) => log(`${this.name}: ${line}`));
    context.eventJson = JSON.stringify(event);
    try {
      this.#code.runInContext(context, { timeout: MAX_RUN_MS });
      CALL.runInContext(context, { timeout: MAX_RUN_MS });
    } catch (error) {
      throw this.#failure(error instanceof Error ? error.message : String(error), error);
    }
    const { failure, answerJson } = context;
    if (failure !== undefined) throw this.#failure(String(failure));
    if (typeof answerJson !== 'string') throw this.#failure('it answered nothing');
    return JSON.parse(answerJson);
  }

  #failure(reason: string, cause?: unknown): ViewerFunctionError {
    return new ViewerFunctionError(`${this.name}: ${reason}`, { cause });
  }
}

// Parsed and serialised inside, so that only text passes the border. The context's promises are settled when the script
// returns, within its time limit: there is nothing to wait for in a CloudFront function.
const CALL = new Script(
  `(async () => JSON.stringify(await handler(JSON.parse(eventJson))))().then(
    (json) => { answerJson = json; },
    (error) => { failure = String(error && error.stack || error); },
  )`,
  { filename: 'call-handler.js' },
);

const createSandbox = (log: (line: string) => void): Context => {
  const sandbox: Record<string, unknown> = Object.create(null);
  sandbox.console = { log: (...values: unknown[]) => log(values.map(String).join(' ')) };
  sandbox.require = (name: string) => {
    const found = Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
    if (!found) throw new Error(`CloudFront functions have no module ${name}`);
    return found;
  };
  return createContext(sandbox, {
    codeGeneration: { strings: false, wasm: false },
    microtaskMode: 'afterEvaluate',
  });
};

const ALGORITHMS = ['md5', 'sha1', 'sha256'];

const checkAlgorithm = (algorithm: string): string => {
  if (!ALGORITHMS.includes(algorithm)) throw new Error(`CloudFront functions have no algorithm ${algorithm}`);
  return algorithm;
};

const MODULES: Readonly<Record<string, unknown>> = {
  crypto: {
    createHash: (algorithm: string) => createHash(checkAlgorithm(algorithm)),
    createHmac: (algorithm: string, key: string) => createHmac(checkAlgorithm(algorithm), key),
  },
  querystring: { ...querystring },
};
