import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { exemptHostOf } from '../core/exempt-host';
import { hostnameOf } from '../core/hostname';
import { isPublicAddress } from './public-address';

/** One address of a host name, as `dns.promises.lookup(name, {all: true})` returns them. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** Where requests may go. */
export interface RequestGuard {
  /** All addresses of a host name. */
  readonly resolve: (hostname: string) => Promise<readonly ResolvedAddress[]>;
  /** `host:port` pairs the operator trusts though their addresses are not public, e.g. a host inside a VPC. */
  readonly exemptHosts: ReadonlySet<string>;
}

/** A request to a URL that a client chose; http or https. */
export interface GuardedRequest {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  /** `user:password` of HTTP's basic authentication. */
  readonly auth?: string;
  readonly body?: string;
  /** Ends the request, and the reading of its answer. */
  readonly signal: AbortSignal;
}

/** The host's name has no address, or one that nobody outside should make this service connect to. */
export class NoPublicAddress extends Error {
  override readonly name = 'NoPublicAddress';
}

const USER_AGENT = 'direct-upload-aws';

/** The system's resolver cannot be called off: it would hold a request as long as a name server likes. */
const beforeAbort = <T>(work: Promise<T>, signal: AbortSignal): Promise<T> =>
  new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

/**
 * Security invariant: the connection goes to an address that was checked. The name is resolved once, every address
 * of it must be public, and the socket is given these very addresses; a name that resolves differently a moment
 * later (DNS rebinding) is never asked again.
 */
const checkedAddresses = async (url: URL, guard: RequestGuard): Promise<readonly ResolvedAddress[]> => {
  const hostname = hostnameOf(url);
  const family = isIP(hostname);
  const addresses = family ? [{ address: hostname, family }] : await guard.resolve(hostname);
  const isExempt = guard.exemptHosts.has(exemptHostOf(url.href));
  if (addresses.length === 0 || !(isExempt || addresses.every(({ address }) => isPublicAddress(address)))) {
    throw new NoPublicAddress('its host has no public address');
  }
  return addresses;
};

/**
 * A fault of a connection with Node's code for it, never with its message, which names addresses. Whoever chose the URL may see
 * the code: nothing but checked addresses was connected to, and they could connect there themselves; that a name has no
 * address they know anyway when others have none that is public.
 */
export const faultOf = (what: string, error: unknown): string => {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? what : `${what}: ${code}`;
};

/** Gives a socket the addresses that were checked, and no others. */
const lookupOf =
  (addresses: readonly ResolvedAddress[]): LookupFunction =>
  (_hostname, { all }, callback) => {
    const [first] = addresses;
    if (all) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };

/**
 * The only way out to a URL that a client chose. Redirects are not followed; the caller reads the answer, or destroys it.
 * @throws NoPublicAddress, the signal's reason, and whatever a connection throws
 */
export const guardedRequest = async (
  { url, method, headers, auth, body, signal }: GuardedRequest,
  guard: RequestGuard,
): Promise<http.IncomingMessage> => {
  const addresses = await beforeAbort(checkedAddresses(url, guard), signal);
  return new Promise((resolve, reject) => {
    const client = url.protocol === 'https:' ? https : http;
    client
      .request({
        agent: false,
        hostname: hostnameOf(url),
        port: url.port || (url.protocol === 'https:' ? 443 : 80),
        path: `${url.pathname}${url.search}`,
        method,
        headers: { ...headers, 'user-agent': USER_AGENT },
        ...(auth === undefined ? {} : { auth }),
        lookup: lookupOf(addresses),
        signal,
      })
      .once('response', resolve)
      .once('error', reject)
      // A peer that switches protocols unasked gives neither.
      .once('close', () => reject(new Error('the connection was closed without an answer')))
      .end(body);
  });
};
