/** Lambda's limit of a synchronous event or answer, serialised (Lambda quotas: 6 MB). */
const MAX_LAMBDA_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** True when Lambda would refuse this JSON, an event or an answer, for its size. */
export const exceedsLambdaJson = (json: string): boolean =>
  Buffer.byteLength(json) > MAX_LAMBDA_PAYLOAD_BYTES;

/** The same of a value that is not serialised yet. */
export const exceedsLambdaPayload = (payload: unknown): boolean =>
  exceedsLambdaJson(JSON.stringify(payload) ?? '');
