import { poll } from '../../support/poll';
import { type Answer, readAnswer } from './answer';
import { type Caller, deployment } from './deployment';

/** A destination as the API shows it. */
export interface Webhook {
  readonly id: string;
  readonly name: string;
  readonly url: string;
  readonly type: string;
  readonly created_at: string;
  readonly last_success?: string;
  readonly last_failure?: string;
}

/** What may be said about a request. */
export interface WebhookRequest {
  readonly method?: string;
  /** Below `…/destinations/webhooks`: nothing, or the id of one. */
  readonly id?: string;
  readonly fields?: Readonly<Record<string, unknown>>;
  /** Whose account and token; those of the account for tests of settings unless told. */
  readonly caller?: Caller;
}

/** Calls the API of webhooks. */
export const callWebhooks = async <Result = unknown>({
  method = 'GET',
  id,
  fields,
  caller = deployment.settings,
}: WebhookRequest = {}): Promise<Answer<Result>> => {
  const root = `${deployment.baseUrl}/accounts/${caller.accountId}/alerting/v3/destinations/webhooks`;
  const response = await fetch(id === undefined ? root : `${root}/${id}`, {
    method,
    headers: {
      authorization: `Bearer ${caller.apiToken}`,
      ...(fields ? { 'content-type': 'application/json' } : {}),
    },
    ...(fields ? { body: JSON.stringify(fields) } : {}),
  });
  return readAnswer<Result>(response);
};

/**
 * Creates a webhook and insists on success; returns its id.
 * @throws Error with the answer's text when it was refused
 */
export const createWebhook = async (
  fields: Readonly<Record<string, unknown>>,
  caller?: Caller,
): Promise<string> => {
  const answer = await callWebhooks<{ id: string }>({ method: 'POST', fields, ...(caller && { caller }) });
  if (answer.status !== 201) throw new Error(`The webhook was refused with ${answer.status}: ${answer.text}`);
  return answer.envelope().result.id;
};

/** One webhook, as it is now. */
export const getWebhook = async (id: string): Promise<Webhook> =>
  (await callWebhooks<Webhook>({ id })).envelope().result;

/**
 * Waits until an attempt has succeeded; the receiver knows of it a moment before the API.
 * @throws Error when that does not happen
 */
export const delivered = (id: string): Promise<Webhook> =>
  poll(
    () => getWebhook(id),
    (webhook) => webhook.last_success !== undefined,
  );

/** Deletes a webhook, if it is still there. */
export const deleteWebhook = (id: string, caller?: Caller): Promise<Answer> =>
  callWebhooks({ method: 'DELETE', id, ...(caller && { caller }) });
