import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FunctionConfig } from '../../../local/lambda/function-config';
import { FunctionLog } from '../../../local/lambda/function-log';
import { WorkerFunction } from '../../../local/lambda/worker-function';

/** A function made of source text, with its log lines and console lines. */
export interface TestFunction {
  readonly run: WorkerFunction;
  readonly consoleLines: string[];
  /** Ends the function and returns its log file. */
  finish(): Promise<string>;
}

/** Writes `source` as a bundle's index.js and prepares a function that runs it. */
export const functionOf = (source: string, overrides: Partial<FunctionConfig> = {}): TestFunction => {
  const folder = mkdtempSync(join(tmpdir(), 'local-function-'));
  writeFileSync(join(folder, 'index.js'), source);
  const consoleLines: string[] = [];
  const log = new FunctionLog(join(folder, 'logs'), 'Subject', (line) => consoleLines.push(line));
  const run = new WorkerFunction(
    {
      name: 'Subject',
      arn: 'arn:aws:lambda:us-east-1:000000000000:function:Subject',
      taskRoot: folder,
      handler: 'index.handler',
      timeoutSeconds: 100,
      memoryMegabytes: 128,
      maxConcurrency: 4,
      environment: {},
      ...overrides,
    },
    log,
  );
  const finish = async () => {
    await run.close();
    const text = readFileSync(join(folder, 'logs', 'Subject.log'), 'utf8');
    rmSync(folder, { recursive: true });
    return text;
  };
  return { run, consoleLines, finish };
};
