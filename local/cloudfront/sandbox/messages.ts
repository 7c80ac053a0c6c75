/** What a sandbox starts with. */
export interface SandboxData {
  readonly name: string;
  readonly code: string;
  /** Wall-clock time that a run may compute. */
  readonly maxRunMs: number;
}

/** One run of a CloudFront function. */
export interface SandboxRequest {
  readonly id: number;
  readonly eventJson: string;
}

/** What the sandbox says: once that it is ready, then log lines and one outcome for each run. */
export type SandboxReply =
  | { readonly type: 'ready' }
  | { readonly type: 'log'; readonly line: string }
  | { readonly type: 'answer'; readonly id: number; readonly answerJson: string }
  | { readonly type: 'failure'; readonly id: number; readonly reason: string };
