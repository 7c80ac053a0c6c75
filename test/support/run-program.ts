import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * How long a program may take that a test waits for, in milliseconds: a little less than jest lets the test take, so that a
 * program that hangs is ended by who started it and does not outlive the tests.
 */
export const PROGRAM_LIMIT_MS = 280_000;

/** How to run a program. */
export interface ProgramOptions {
  /** The whole environment: nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** @default the folder that the tests run in */
  readonly cwd?: string;
}

/**
 * Runs a program to its end and resolves to what it wrote.
 * @throws Error with what it wrote to standard error, when it fails or hangs
 */
export const runProgram = (
  program: string,
  args: readonly string[],
  options: ProgramOptions,
): Promise<{ stdout: string; stderr: string }> =>
  promisify(execFile)(program, args, {
    ...options,
    timeout: PROGRAM_LIMIT_MS,
    killSignal: 'SIGKILL',
    maxBuffer: 16 * 1024 * 1024,
  });
