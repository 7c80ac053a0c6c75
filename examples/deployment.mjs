/** Which deployment the examples talk to; without variables, the local service. */
export const baseUrl = process.env.BASE_URL ?? 'http://127.0.0.1:8787/client/v4';
export const accountId = process.env.ACCOUNT_ID ?? 'local';
export const apiToken = process.env.API_TOKEN ?? 'local-token';
