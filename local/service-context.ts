import type { Assembly } from './assembly';
import type { LocalConfig } from './config';
import type { LocalIam } from './iam/local-iam';
import type { LocalFunction } from './lambda/local-function';
import type { RunningParts } from './running-parts';
import type { Template } from './template/template';

/** The address of every local server: nothing outside this machine can reach it. */
export const HOST = '127.0.0.1';

/** The origin of a local server. An IP address, with which the AWS SDK uses path-style URLs by itself. */
export const originOf = (port: number): string => `http://${HOST}:${port}`;

/** What the service is started with. */
export interface ServiceOptions {
  readonly config: LocalConfig;
  readonly assembly: Assembly;
  /** Folder of the upload page's files. */
  readonly pageFolder: string;
  /** Tries the events in dead-letter queues again. */
  readonly redrives: boolean;
  /** Takes one line for each refusal and fault. */
  readonly log: (line: string) => void;
}

/** What the parts of the service are made from. */
export interface ServiceContext extends ServiceOptions {
  readonly template: Template;
  readonly iam: LocalIam;
  /** By name and ARN. Filled after the gateways have started, which look a function up for each request. */
  readonly functions: Map<string, LocalFunction>;
  /** Every part that starts is added, to be stopped in order. */
  readonly parts: RunningParts;
}
