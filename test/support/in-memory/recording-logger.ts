import type { RequestLogger } from '../../../lambdas/http/log-request';

/** One line as it was logged, with the keys that were appended then. */
export interface LogLine {
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
  readonly [key: string]: unknown;
}

/** Keeps log lines as objects, so that tests can look at them. */
export class RecordingLogger implements RequestLogger {
  readonly lines: LogLine[] = [];
  #keys: Record<string, unknown> = {};

  appendKeys(keys: Record<string, unknown>): void {
    this.#keys = { ...this.#keys, ...keys };
  }

  resetKeys(): void {
    this.#keys = {};
  }

  info: RequestLogger['info'] = (message, ...extra) => this.#record('info', message, extra);
  warn: RequestLogger['warn'] = (message, ...extra) => this.#record('warn', message, extra);
  error: RequestLogger['error'] = (message, ...extra) => this.#record('error', message, extra);

  #record(level: LogLine['level'], message: unknown, extra: readonly unknown[]): void {
    const fields = Object.assign({}, ...extra.map((value) => (typeof value === 'object' ? value : {})));
    this.lines.push({ ...this.#keys, ...fields, level, message: String(message) });
  }
}
