import type { ResponsePrelude } from '../local-function';

/** What a worker is started with. */
export interface WorkerSettings {
  /** Folder of the function's bundle. */
  readonly taskRoot: string;
  /** As in the template, e.g. `index.handler`. */
  readonly handler: string;
}

/** The parts of Lambda's context object that do not change between invocations. */
export interface ContextIdentity {
  readonly functionName: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
}

/** Service → worker. `ack`: the last chunk was taken, the next may come. */
export type WorkerRequest =
  | {
      readonly type: 'invoke';
      readonly requestId: string;
      /** The event as JSON, so that a handler never shares an object with the service. */
      readonly event: string;
      readonly timeoutMilliseconds: number;
      readonly identity: ContextIdentity;
    }
  | { readonly type: 'ack' };

/** Why a handler or its module failed, as Lambda reports it. */
export interface ReportedError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly stack?: string;
}

/** Worker → service. `result` ends an invocation, streamed or not; `payload` is JSON. */
export type WorkerReply =
  | { readonly type: 'ready' }
  | { readonly type: 'prelude'; readonly prelude: ResponsePrelude }
  | { readonly type: 'chunk'; readonly data: Uint8Array }
  | { readonly type: 'result'; readonly payload: string; readonly streamed: boolean }
  | { readonly type: 'error'; readonly error: ReportedError };
