/** Everything needed to run one AWS::Lambda::Function. */
export interface FunctionConfig {
  /** Physical name; also names its log file. */
  readonly name: string;
  readonly arn: string;
  /** Folder of the bundle. */
  readonly taskRoot: string;
  /** e.g. `index.handler`. */
  readonly handler: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  /** Invocations at the same time: reserved concurrency, at most what a laptop bears. */
  readonly maxConcurrency: number;
  /** The whole environment; nothing else of the service's process is visible to the function. */
  readonly environment: Readonly<Record<string, string>>;
}
