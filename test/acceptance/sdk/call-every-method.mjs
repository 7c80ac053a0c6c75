import { failureScenarios } from './failures.mjs';
import { imageScenarios } from './images.mjs';
import { linkScenarios } from './links.mjs';
import { listScenarios } from './lists.mjs';
import { recordCalls } from './record-calls.mjs';
import { settingScenarios } from './settings.mjs';
import { webhookScenarios } from './webhooks.mjs';

/**
 * Calls every method of `client.images`, and of the webhooks of `client.alerting`, of one major version of the official
 * SDK and prints what came of it as JSON: `{version, methods, called, results: {<scenario>: {value} or {error}}}`.
 * The client is given a base URL and a token, nothing else. Its environment: `SDK_PACKAGE`, `SDK_MAJOR`, `BASE_URL`, `ACCOUNT_ID`, `API_TOKEN`,
 * `SETTINGS_ACCOUNT_ID`, `SETTINGS_API_TOKEN`, `PHOTO_FILE`, `SMALL_PHOTO_FILE`; `READ_API_TOKEN` if there is one.
 */
const { env } = process;
const { default: Cloudflare, toFile } = await import(env.SDK_PACKAGE);
const { VERSION: version } = await import(`${env.SDK_PACKAGE}/version`);

const connect = (credentials) => new Cloudflare({ baseURL: env.BASE_URL, ...credentials });
const client = connect({ apiToken: env.API_TOKEN });
const settingsClient = connect({ apiToken: env.SETTINGS_API_TOKEN });
const [record, settingsRecord] = [recordCalls(client.images), recordCalls(settingsClient.images)];
recordCalls(settingsClient.alerting.destinations.webhooks, 'webhooks.', settingsRecord);

const context = {
  Cloudflare,
  toFile,
  connect,
  client,
  settingsClient,
  major: Number(env.SDK_MAJOR),
  account_id: env.ACCOUNT_ID,
  apiToken: env.API_TOKEN,
  readToken: env.READ_API_TOKEN,
  settings_account_id: env.SETTINGS_ACCOUNT_ID,
  photoFile: env.PHOTO_FILE,
  smallPhotoFile: env.SMALL_PHOTO_FILE,
};

const attempt = async (scenario) => {
  try {
    return { value: await scenario(context) };
  } catch (error) {
    return { error: `${error?.stack ?? error}` };
  }
};

const scenarios = {
  ...linkScenarios,
  ...imageScenarios,
  ...listScenarios,
  ...settingScenarios,
  ...webhookScenarios,
  ...failureScenarios,
};
const results = {};
for (const [name, scenario] of Object.entries(scenarios)) results[name] = await attempt(scenario);

const methods = [...new Set([...record.all, ...settingsRecord.all])].sort();
const called = [...new Set([...record.called, ...settingsRecord.called])].sort();
// The older majors keep their connections open, and with them the process.
process.stdout.write(JSON.stringify({ version, methods, called, results }), () => process.exit());
