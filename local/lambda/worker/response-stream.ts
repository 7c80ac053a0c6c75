import { Writable } from 'node:stream';
import type { ResponsePrelude } from '../local-function';
import type { WorkerReply } from './messages';

/**
 * The `responseStream` a streaming handler writes to. Each chunk waits until the service took the one before, so a
 * slow reader slows the handler down and nothing piles up in memory.
 */
export class ResponseStream extends Writable {
  #acknowledge: (() => void) | undefined;
  #preludeSent = false;

  constructor(private readonly post: (reply: WorkerReply) => void) {
    super();
  }

  /** What `awslambda.HttpResponseStream.from` sends ahead of the body. */
  sendPrelude(prelude: ResponsePrelude): void {
    this.#preludeSent = true;
    this.post({ type: 'prelude', prelude });
  }

  /** Sets the media type of a body written without a prelude, as Lambda's stream does. */
  setContentType(contentType: string): void {
    if (!this.#preludeSent) this.sendPrelude({ statusCode: 200, headers: { 'content-type': contentType } });
  }

  /** The service took the last chunk. */
  acknowledged(): void {
    const next = this.#acknowledge;
    this.#acknowledge = undefined;
    next?.();
  }

  override _write(chunk: Uint8Array, _encoding: string, done: () => void): void {
    this.#openWithDefaults();
    this.#acknowledge = done;
    // A copy: the handler's buffer may be a view of a pool that it goes on using.
    this.post({ type: 'chunk', data: Uint8Array.from(chunk) });
  }

  override _final(done: () => void): void {
    this.#openWithDefaults();
    done();
  }

  #openWithDefaults(): void {
    if (!this.#preludeSent) this.setContentType('application/octet-stream');
  }
}
