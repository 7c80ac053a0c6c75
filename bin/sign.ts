import { signDeliveryUrl } from '../examples/sign-delivery-url';
import { explainFailure } from './explain-failure';
import { type ApiAccess, firstKey } from './sign/first-key';
import { parseSignArguments } from './sign/parse-arguments';
import { USAGE } from './sign/usage';

/** From the environment; by default the local service. */
const apiAccess = (): ApiAccess => {
  const {
    BASE_URL: baseUrl = 'http://127.0.0.1:8787/client/v4',
    ACCOUNT_ID: accountId = 'local',
    API_TOKEN: apiToken = 'local-token',
  } = process.env;
  return { baseUrl, accountId, apiToken };
};

/** `npm run sign`: prints the signed form of a delivery URL. */
const main = async (): Promise<void> => {
  const { url, expiresAtSeconds, key } = parseSignArguments(process.argv.slice(2), new Date());
  console.log(await signDeliveryUrl(url, key ?? (await firstKey(apiAccess())), expiresAtSeconds));
};

main().catch((error: unknown) => {
  console.error(explainFailure(error, USAGE));
  process.exitCode = 1;
});
