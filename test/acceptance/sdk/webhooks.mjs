/** Not to be reached (RFC 6761): others may upload to the account meanwhile, and its events are sent there. */
const url = 'https://hooks.invalid/images';

/** `alerting.destinations.webhooks.*`: only what concerns the new one, for others may use the same account meanwhile. */
const webhooks = async ({ settingsClient: client, settings_account_id: account_id }) => {
  const api = client.alerting.destinations.webhooks;
  const { id, ...rest } = await api.create({ account_id, name: 'sdk', url, secret: 'sdk secret' });
  const got = await api.get(id, { account_id });
  const page = await api.list({ account_id });
  const iterated = [];
  for await (const webhook of api.list({ account_id })) iterated.push(webhook);
  const ours = (all) => all.filter((webhook) => webhook.id === id);
  const updated = await api.update(id, { account_id, name: 'renamed', url });
  const { name } = await api.get(id, { account_id });
  const { success, errors, messages } = await api.delete(id, { account_id });
  const left = await api.list({ account_id });
  return {
    id,
    rest,
    got,
    listed: ours(page.result),
    iterated: ours(iterated),
    updated,
    name,
    deleted: { success, errors, messages },
    left: ours(left.result),
  };
};

/** Webhook destinations. */
export const webhookScenarios = { webhooks };
