import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { DomainError, fetchFailed, tooLarge } from '../core/errors';
import type { ImageSource, SourceImage } from '../core/ports';
import { isPublicAddress } from './public-address';

/** One address of a host name, as `dns.promises.lookup(name, {all: true})` returns them. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Limits and the resolver of an `HttpImageSource`. */
export interface HttpImageSourceOptions {
  /** All addresses of a host name. */
  readonly resolve: (hostname: string) => Promise<readonly ResolvedAddress[]>;
  readonly maxBytes: number;
  /** For everything together: every redirect, and the last byte. */
  readonly timeoutMilliseconds: number;
  readonly maxRedirects: number;
  /** `host:port` pairs the operator trusts though their addresses are not public, e.g. an origin inside a VPC. */
  readonly exemptHosts: ReadonlySet<string>;
}

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

/** `[::1]` is how a URL writes the address `::1`. */
const hostnameOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

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

const filenameOf = (url: URL): string | null =>
  percentDecode(url.pathname.split('/').at(-1) ?? '').slice(0, 255) || null;

/** The system's resolver cannot be called off: it would hold a request as long as a name server likes. */
const beforeAbort = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

/** Fetches images from URLs that clients name (contract 3.3), without becoming a way into the network it runs in. */
export class HttpImageSource implements ImageSource {
  constructor(private readonly options: HttpImageSourceOptions) {}

  /** @throws DomainError `fetch-failed` for every fault of the URL or its origin, `too-large` past `maxBytes` */
  async fetch(text: string): Promise<SourceImage> {
    const signal = AbortSignal.timeout(this.options.timeoutMilliseconds);
    try {
      return await this.follow(parseUrl(text), signal);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      const reason = signal.aborted
        ? `no complete answer in ${this.options.timeoutMilliseconds} ms`
        : 'could not connect';
      throw fetchFailed(`Failed to fetch the image: ${reason}`, { cause: error });
    }
  }

  private async follow(start: URL, signal: AbortSignal): Promise<SourceImage> {
    let url = start;
    for (let redirects = 0; redirects <= this.options.maxRedirects; redirects += 1) {
      const response = await this.request(url, url.origin === start.origin ? start : url, signal);
      const status = response.statusCode ?? 0;
      if (!REDIRECTS.has(status))
        return { body: await this.read(response, status), filename: filenameOf(url) };
      response.destroy();
      url = parseUrl(response.headers.location ?? '', url);
    }
    throw fetchFailed(`Failed to fetch the image: more than ${this.options.maxRedirects} redirects`);
  }

  /** Credentials of the client's URL go to its own origin only, never on to where that redirects. */
  private async request(url: URL, credentials: URL, signal: AbortSignal): Promise<http.IncomingMessage> {
    const addresses = await beforeAbort(this.checkedAddresses(url), signal);
    const { username, password } = credentials;
    const lookup: LookupFunction = (_hostname, { all }, callback) => {
      const [first] = addresses;
      if (all) callback(null, [...addresses]);
      else callback(null, first?.address ?? '', first?.family);
    };
    return new Promise((resolve, reject) => {
      const client = url.protocol === 'https:' ? https : http;
      client
        .get({
          agent: false,
          hostname: hostnameOf(url),
          port: portOf(url),
          path: `${url.pathname}${url.search}`,
          headers: { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'direct-upload-aws' },
          ...(username && { auth: `${percentDecode(username)}:${percentDecode(password)}` }),
          lookup,
          signal,
        })
        .once('response', resolve)
        .once('error', reject);
    });
  }

  /**
   * Security invariant: the connection goes to an address that was checked. The name is resolved once, every address
   * of it must be public, and the socket is given these very addresses; a name that resolves differently a moment
   * later (DNS rebinding) is never asked again.
   */
  private async checkedAddresses(url: URL): Promise<readonly ResolvedAddress[]> {
    const hostname = hostnameOf(url);
    const family = isIP(hostname);
    const addresses = family ? [{ address: hostname, family }] : await this.options.resolve(hostname);
    const exempt = this.options.exemptHosts.has(`${url.hostname}:${portOf(url)}`);
    if (addresses.length === 0 || !(exempt || addresses.every(({ address }) => isPublicAddress(address)))) {
      throw fetchFailed('Failed to fetch the image: its host has no public address');
    }
    return addresses;
  }

  private async read(response: http.IncomingMessage, status: number): Promise<Buffer> {
    const { maxBytes } = this.options;
    try {
      if (status !== 200) throw fetchFailed(`Failed to fetch the image: its origin answered ${status}`);
      const limit = tooLarge(`the image at the URL holds more than ${maxBytes} bytes`);
      if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw limit;
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw limit;
        chunks.push(chunk);
      }
      return Buffer.concat(chunks);
    } finally {
      response.destroy();
    }
  }
}
