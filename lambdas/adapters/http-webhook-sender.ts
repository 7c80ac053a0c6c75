import type { IncomingMessage } from 'node:http';
import { type WebhookSender, WebhookUnanswered } from '../core/webhooks/deliver-webhook';
import type { WebhookRequest } from '../core/webhooks/webhook-request';
import { faultOf, guardedRequest, NoPublicAddress, type RequestGuard } from './guarded-request';

/** Limits of an `HttpWebhookSender`, and where it may go. */
export interface HttpWebhookSenderOptions extends RequestGuard {
  /** For everything together: resolving, connecting, sending and the answer. */
  readonly timeoutMilliseconds: number;
}

/** How much of an answer's body is waited for; its status has said all, but cutting it off looks like a fault there. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** Reads the answer to its end, at most so many bytes, and forgets it; how it ends does not matter. */
const drain = async (response: IncomingMessage): Promise<void> => {
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) return;
    }
  } catch {
    // Aborted, or cut off over there.
  } finally {
    response.destroy();
  }
};

/** Sends webhooks to URLs that clients name (contract 9), without becoming a way into the network it runs in. */
export class HttpWebhookSender implements WebhookSender {
  constructor(private readonly options: HttpWebhookSenderOptions) {}

  async send({ url, headers, body }: WebhookRequest): Promise<number> {
    const { timeoutMilliseconds } = this.options;
    const signal = AbortSignal.timeout(timeoutMilliseconds);
    try {
      const contentLength = String(Buffer.byteLength(body, 'utf8'));
      const request = { url: new URL(url), method: 'POST', body, signal } as const;
      const response = await guardedRequest(
        { ...request, headers: { ...headers, 'content-length': contentLength } },
        this.options,
      );
      await drain(response);
      return response.statusCode ?? 0;
    } catch (error) {
      throw new WebhookUnanswered(this.#reason(error, signal), { cause: error });
    }
  }

  #reason(error: unknown, signal: AbortSignal): string {
    if (error instanceof NoPublicAddress) return error.message;
    if (signal.aborted) return `no answer in ${this.options.timeoutMilliseconds} ms`;
    return faultOf('could not connect', error);
  }
}
