/** The control API that the examples talk to; without `BASE_URL`, the local service's. */
export const baseUrl = process.env.BASE_URL ?? 'http://127.0.0.1:8787/client/v4';
/** The account whose images they handle; without `ACCOUNT_ID`, the local service's. */
export const accountId = process.env.ACCOUNT_ID ?? 'local';
/** A token that may edit images; without `API_TOKEN`, the local service's. */
export const apiToken = process.env.API_TOKEN ?? 'local-token';
