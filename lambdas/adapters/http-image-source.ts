import type { IncomingMessage } from 'node:http';
import { type DomainError, fetchFailed, tooLarge } from '../core/errors';
import type { ImageSource, SourceImage } from '../core/ports';
import { faultOf, guardedRequest, NoPublicAddress, type RequestGuard } from './guarded-request';

/** Limits of an `HttpImageSource`, and where it may go. */
export interface HttpImageSourceOptions extends RequestGuard {
  readonly maxBytes: number;
  /** For everything together: every redirect, and the last byte. */
  readonly timeoutMilliseconds: number;
  readonly maxRedirects: number;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const parseUrl = (text: string, base?: URL): URL => {
  if (!URL.canParse(text, base?.href)) throw fetchFailed('url: not a valid URL');
  const url = new URL(text, base?.href);
  if (url.protocol !== 'http:' && url.protocol !== 'https:')
    throw fetchFailed('url: only http and https are fetched');
  return url;
};

/** A stray `%` is legal in a URL; such a part is taken as it is. */
const percentDecode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const filenameOf = (url: URL): string | null => percentDecode(url.pathname.split('/').at(-1) ?? '') || null;

const failed = (reason: string, options?: ErrorOptions) =>
  fetchFailed(`Failed to fetch the image: ${reason}`, options);

/** Fetches images from URLs that clients name (contract 3.3), without becoming a way into the network it runs in. */
export class HttpImageSource implements ImageSource {
  constructor(private readonly options: HttpImageSourceOptions) {}

  /** @throws DomainError `fetch-failed` for every fault of the URL or its origin, `too-large` past `maxBytes` */
  async fetch(text: string): Promise<SourceImage> {
    const signal = AbortSignal.timeout(this.options.timeoutMilliseconds);
    const start = parseUrl(text);
    let url = start;
    for (let redirects = 0; redirects <= this.options.maxRedirects; redirects += 1) {
      const response = await this.request(url, url.origin === start.origin ? start : url, signal);
      const status = response.statusCode ?? 0;
      if (!REDIRECTS.has(status))
        return { body: await this.read(response, status, signal), filename: filenameOf(url) };
      response.destroy();
      url = parseUrl(response.headers.location ?? '', url);
    }
    throw failed(`more than ${this.options.maxRedirects} redirects`);
  }

  /** Credentials of the client's URL go to its own origin only, never on to where that redirects. */
  private async request(url: URL, credentials: URL, signal: AbortSignal): Promise<IncomingMessage> {
    const { username, password } = credentials;
    try {
      return await guardedRequest(
        {
          url,
          method: 'GET',
          headers: { accept: 'image/*', 'accept-encoding': 'identity' },
          ...(username && { auth: `${percentDecode(username)}:${percentDecode(password)}` }),
          signal,
        },
        this.options,
      );
    } catch (error) {
      if (error instanceof NoPublicAddress) throw failed(error.message);
      throw this.interrupted('could not connect', error, signal);
    }
  }

  private async read(response: IncomingMessage, status: number, signal: AbortSignal): Promise<Buffer> {
    const { maxBytes } = this.options;
    const limit = () => tooLarge(`the image at the URL holds more than ${maxBytes} bytes`);
    try {
      if (status !== 200) throw failed(`its origin answered ${status}`);
      if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw limit();
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of this.chunksOf(response, signal)) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw limit();
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      response.destroy();
    }
  }

  private async *chunksOf(response: AsyncIterable<Buffer>, signal: AbortSignal): AsyncIterable<Buffer> {
    try {
      yield* response;
    } catch (error) {
      throw this.interrupted('the answer broke off', error, signal);
    }
  }

  private interrupted(what: string, cause: unknown, signal: AbortSignal): DomainError {
    const { timeoutMilliseconds } = this.options;
    const reason = signal.aborted ? `no complete answer in ${timeoutMilliseconds} ms` : faultOf(what, cause);
    return failed(reason, { cause });
  }
}
