/** How `npm run sign` is called. */
export const USAGE = `Usage: npm run sign -- <delivery URL> [--expires 15m | 2h | 7d | never] [--key <signing key>]
Without --key the account's first key is taken, from BASE_URL with ACCOUNT_ID and API_TOKEN (the local service's by default).
Without --expires the URL ends in an hour.
`;
