/** Lambda's limit of a synchronous event or answer, serialised (Lambda quotas: 6 MB). */
const MAX_LAMBDA_PAYLOAD_BYTES = 6 * 1024 * 1024;

/** True when Lambda would refuse the event or the answer for its size. */
export const exceedsLambdaPayload = (payload: unknown): boolean =>
  Buffer.byteLength(JSON.stringify(payload) ?? '') > MAX_LAMBDA_PAYLOAD_BYTES;
