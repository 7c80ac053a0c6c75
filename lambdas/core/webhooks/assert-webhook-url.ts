import { invalidRequest } from '../errors';
import { exemptHostOf } from '../exempt-host';

/**
 * Checks where events are to be sent. What the host's name resolves to is checked when a connection is made, each time
 * anew; an exempt host may also be spoken to without TLS.
 * @param exemptHosts `host:port` pairs that the operator trusts
 * @throws DomainError `invalid-request`
 */
export const assertWebhookUrl = (text: string, exemptHosts: ReadonlySet<string>): void => {
  if (!URL.canParse(text)) throw invalidRequest('url must be a valid URL');
  const { protocol, username, password } = new URL(text);
  if (username !== '' || password !== '')
    throw invalidRequest(
      'url must not hold a user name or a password; receivers know a webhook by its secret',
    );
  const isExempt = protocol === 'http:' && exemptHosts.has(exemptHostOf(text));
  if (protocol !== 'https:' && !isExempt) throw invalidRequest('url must start with https://');
};
