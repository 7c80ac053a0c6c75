import type { IncomingMessage, ServerResponse } from 'node:http';

/** Says whether the whole service is up. */
export class Health {
  #status: 'starting' | 'ok' = 'starting';

  /** `instance` tells this start of the service from others. */
  constructor(readonly instance: string) {}

  /** From now on requests are answered. */
  ready(): void {
    this.#status = 'ok';
  }

  /**
   * Answers `GET /healthz`, and everything with 503 until the service is ready. Returns false for a request that the
   * service itself must answer.
   */
  answer(request: IncomingMessage, response: ServerResponse): boolean {
    const isHealthCheck = (request.url ?? '').split('?')[0] === '/healthz';
    if (!isHealthCheck && this.#status === 'ok') return false;
    response.writeHead(this.#status === 'ok' ? 200 : 503, {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(this.#status === 'ok' ? {} : { 'retry-after': '1' }),
    });
    response.end(JSON.stringify({ status: this.#status, instance: this.instance }));
    return true;
  }
}
