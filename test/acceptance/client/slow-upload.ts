import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';

/** An upload that waits in the middle of its body. */
export interface SlowUpload {
  /** Sends the rest; resolves to the answer's status, or `undefined` when the server broke the connection off. */
  finish(): Promise<number | undefined>;
}

const statusOf = async (outgoing: ClientRequest): Promise<number | undefined> => {
  try {
    const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
    response.resume();
    return response.statusCode;
  } catch {
    return undefined;
  }
};

/** Puts the first half of a picture to a one-time URL and holds the rest back. */
export const startSlowUpload = async (
  url: string,
  body: Buffer,
  contentType: string,
): Promise<SlowUpload> => {
  const headers = { 'content-type': contentType, 'content-length': String(body.length) };
  const outgoing = request(url, { method: 'PUT', headers, agent: false });
  const status = statusOf(outgoing);
  const half = Math.floor(body.length / 2);
  await new Promise((resolve) => outgoing.write(body.subarray(0, half), resolve));
  const finish = (): Promise<number | undefined> => {
    outgoing.end(body.subarray(half));
    return status;
  };
  return { finish };
};
