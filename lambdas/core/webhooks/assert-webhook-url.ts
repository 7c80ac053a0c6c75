import { isIP } from 'node:net';
import { invalidRequest } from '../errors';
import { exemptHostOf } from '../exempt-host';
import { hostnameOf } from '../hostname';

/** Which hosts events may be sent to. */
export interface WebhookHosts {
  /** `host:port` pairs that the operator trusts though they have no TLS or no public address. */
  readonly exempt: ReadonlySet<string>;
  readonly isPublicAddress: (address: string) => boolean;
}

/**
 * Checks where events are to be sent, as far as the URL itself tells. What the host's name resolves to is checked when a
 * connection is made, each time anew; an exempt host may also be spoken to without TLS.
 * @throws DomainError `invalid-request`
 */
export const assertWebhookUrl = (text: string, hosts: WebhookHosts): void => {
  if (!URL.canParse(text)) throw invalidRequest('url must be a valid URL');
  const url = new URL(text);
  const { protocol, username, password } = url;
  if (username !== '' || password !== '')
    throw invalidRequest(
      'url must not hold a user name or a password; receivers know a webhook by its secret',
    );
  const isExempt = /^https?:$/.test(protocol) && hosts.exempt.has(exemptHostOf(text));
  if (protocol !== 'https:' && !isExempt) throw invalidRequest('url must start with https://');
  const hostname = hostnameOf(url);
  if (isIP(hostname) && !isExempt && !hosts.isPublicAddress(hostname))
    throw invalidRequest('url must not name an address that is not public');
};
