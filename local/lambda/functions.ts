import type { Template } from '../template/template';
import { FunctionLog } from './function-log';
import type { LocalFunction } from './local-function';
import { type FunctionSurroundings, readFunction } from './read-function';
import { WorkerFunction } from './worker-function';

/** The functions of a template, ready to be invoked. */
export interface LocalFunctions {
  /** By ARN and by name. */
  readonly byNameOrArn: ReadonlyMap<string, LocalFunction>;
  /** Ends all workers and logs. */
  close(): Promise<void>;
}

/** What the functions need besides the template. */
export interface FunctionsOptions extends FunctionSurroundings {
  readonly logFolder: string;
  /** Takes error lines of functions. */
  readonly console: (line: string) => void;
  /** False for functions that only run during a deployment. @default all run */
  readonly runs?: (logicalId: string) => boolean;
}

/**
 * Prepares every function of the template that runs locally; a worker starts with the first invocation.
 * @throws TemplateError for a function that cannot run here.
 */
export const createFunctions = (template: Template, options: FunctionsOptions): LocalFunctions => {
  const runs = options.runs ?? (() => true);
  const created = template
    .ofType('AWS::Lambda::Function')
    .filter(({ logicalId }) => runs(logicalId))
    .map((resource) => {
      const config = readFunction(resource, options);
      const log = new FunctionLog(options.logFolder, config.name, options.console);
      return { arn: config.arn, run: new WorkerFunction(config, log) };
    });
  return {
    byNameOrArn: new Map(
      created.flatMap(({ arn, run }): [string, LocalFunction][] => [
        [arn, run],
        [run.name, run],
      ]),
    ),
    close: async () => {
      await Promise.all(created.map(({ run }) => run.close()));
    },
  };
};
