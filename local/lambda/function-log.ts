import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { isObject } from '../is-object';

const ERROR_LEVELS = new Set(['ERROR', 'CRITICAL', 'FATAL']);

/** The level of a structured log line (Powertools); undefined for any other line. */
const levelOf = (line: string): string | undefined => {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry: unknown = JSON.parse(line);
    return isObject(entry) && typeof entry['level'] === 'string' ? entry['level'].toUpperCase() : undefined;
  } catch {
    return undefined;
  }
};

/** A line that says its level is taken at its word; otherwise standard error is for errors. */
const isError = (line: string, source: 'stdout' | 'stderr'): boolean => {
  const level = levelOf(line);
  return level === undefined ? source === 'stderr' : ERROR_LEVELS.has(level);
};

/** What one function prints: every line in `<logs folder>/<function>.log`, errors on the console as well. */
export class FunctionLog {
  readonly #file: WriteStream;

  /** Creates the folder. `console` takes one line without a line end. */
  constructor(
    folder: string,
    private readonly functionName: string,
    private readonly console: (line: string) => void,
  ) {
    mkdirSync(folder, { recursive: true });
    this.#file = createWriteStream(join(folder, `${functionName}.log`), { flags: 'a' });
  }

  /** Copies an output stream of a worker, line by line. */
  follow(stream: Readable, source: 'stdout' | 'stderr'): void {
    createInterface({ input: stream }).on('line', (line) => {
      if (isError(line, source)) this.error(line);
      else this.info(line);
    });
  }

  /** Something that a developer may look up later. */
  info(line: string): void {
    if (this.#file.writable) this.#file.write(`${new Date().toISOString()} [${this.functionName}] ${line}\n`);
  }

  /** Something that a developer should see now. */
  error(line: string): void {
    this.info(line);
    this.console(`[${this.functionName}] ${line}`);
  }

  /** Flushes and closes the file. */
  close(): Promise<void> {
    return new Promise((resolve) => this.#file.end(() => resolve()));
  }
}
