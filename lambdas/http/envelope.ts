import type { ControlAnswer } from './control-event';

/** One entry of `errors`; `code` is an integer of at least 1000 (contract 2.1). */
export interface EnvelopeError {
  readonly code: number;
  readonly message: string;
}

/** The body of every JSON answer (contract 2.1). */
export interface Envelope {
  readonly result: unknown;
  /** Only where Cloudflare has it: `null` on direct_upload, the page on v1 lists. */
  readonly result_info?: unknown;
  readonly success: boolean;
  readonly errors: readonly EnvelopeError[];
  readonly messages: readonly string[];
}

/** On every answer of the control plane: it is about one caller's own data, so no cache may keep it. */
const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };

const respond = (
  statusCode: number,
  body: Envelope,
  headers: Record<string, string> = {},
): ControlAnswer => ({
  statusCode,
  headers: { ...HEADERS, ...headers },
  body: JSON.stringify(body),
});

/**
 * A 200 answer. A success always has a JSON body with `result`, even an empty one: the SDKs throw on 204 (contract 0.2).
 */
export const success = (result: unknown, extra: Pick<Envelope, 'result_info'> = {}) =>
  respond(200, { result, ...extra, success: true, errors: [], messages: [] });

/** A failure; never 2xx, because the SDKs do not look at `success` (contract 1.1). */
export const failure = (statusCode: number, error: EnvelopeError, headers: Record<string, string> = {}) =>
  respond(statusCode, { result: null, success: false, errors: [error], messages: [] }, headers);

/** A failure for callers whose `Accept` prefers plain text, in the form `ERROR <code>: <message>` (contract 7.1). */
export const textFailure = (
  statusCode: number,
  error: EnvelopeError,
  headers: Record<string, string> = {},
): ControlAnswer => ({
  statusCode,
  headers: { ...HEADERS, 'content-type': 'text/plain; charset=utf-8', ...headers },
  body: `ERROR ${error.code}: ${error.message}`,
});
