import { Script } from 'node:vm';
import { TemplateError } from '../template/template-error';
import { Sandbox } from './sandbox';

/** CloudFront's limit of a function's size. */
const MAX_CODE_BYTES = 10_240;

/** The function threw, ran too long or answered no JSON; viewers see a 503. */
export class ViewerFunctionError extends Error {
  override readonly name = 'ViewerFunctionError';
}

/**
 * A CloudFront function (runtime cloudfront-js-2.0) with what CloudFront offers and no more: no Node, no network, no
 * timers, no `eval`; only `console.log` and `require` of `crypto` and `querystring`. Each run starts anew.
 */
export class ViewerFunction {
  #sandbox: Sandbox | undefined;

  /**
   * @param maxRunMs - wall-clock time that a run may compute
   * @throws TemplateError for code that does not parse, or larger than 10 KB.
   */
  constructor(
    readonly name: string,
    private readonly code: string,
    private readonly maxRunMs: number,
  ) {
    if (Buffer.byteLength(code) > MAX_CODE_BYTES)
      throw new TemplateError(name, `a CloudFront function has at most ${MAX_CODE_BYTES} bytes`);
    try {
      new Script(code, { filename: `${name}.js` });
    } catch (error) {
      throw new TemplateError(name, String(error), { cause: error });
    }
  }

  /** Runs `handler(event)` and returns its answer as plain JSON values. @throws ViewerFunctionError */
  async run(event: unknown, log: (line: string) => void): Promise<unknown> {
    if (!this.#sandbox?.isAlive) this.#sandbox = new Sandbox(this.#data(), log);
    try {
      return JSON.parse(await this.#sandbox.run(JSON.stringify(event)));
    } catch (error) {
      throw new ViewerFunctionError(`${this.name}: ${(error as Error).message}`, { cause: error });
    }
  }

  #data() {
    return { name: this.name, code: this.code, maxRunMs: this.maxRunMs };
  }

  /** Ends the thread it runs in. */
  async close(): Promise<void> {
    await this.#sandbox?.close();
  }
}
