import type { IncomingMessage, ServerResponse } from 'node:http';

/** The body is larger than the gateway takes. */
export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge';
}

/** The client went away before the whole body had come. */
export class BodyAborted extends Error {
  override readonly name = 'BodyAborted';
}

/** How much of a refused body is still read, so that a client that only listens after sending hears the refusal. */
const MAX_DRAINED_BYTES = 64 * 1024 * 1024;

/**
 * Reads the whole body into memory. Refuses by `Content-Length` before the first byte, and a chunked body as
 * soon as it passes the limit.
 * @throws BodyTooLarge, BodyAborted
 */
export const readBody = async (
  request: IncomingMessage,
  response: ServerResponse,
  maxBytes: number,
): Promise<Buffer> => {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) {
    drain(request);
    throw new BodyTooLarge();
  }
  if (request.headers.expect?.toLowerCase() === '100-continue') {
    response.writeContinue();
    response.removeHeader('Connection');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    const stop = (error: Error) => {
      request.off('data', take);
      reject(error);
    };
    const take = (chunk: Buffer) => {
      bytes += chunk.length;
      chunks.push(chunk);
      if (bytes <= maxBytes) return;
      chunks.length = 0;
      stop(new BodyTooLarge());
      drain(request);
    };
    request.on('data', take);
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('error', () => stop(new BodyAborted()));
    request.once('close', () => stop(new BodyAborted()));
  });
};

const drain = (request: IncomingMessage) => {
  // A client that still waits for "continue" will not send the body.
  if (request.headers.expect && !request.readableFlowing) return;
  let bytes = 0;
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MAX_DRAINED_BYTES) request.socket.destroy();
  });
};
