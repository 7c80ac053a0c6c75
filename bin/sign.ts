import { signDeliveryUrl } from '../examples/sign-delivery-url';
import { parseSignArguments } from './sign/parse-arguments';

interface KeysAnswer {
  readonly result: { readonly keys: readonly { readonly value: string }[] } | null;
  readonly errors: readonly { readonly code: number; readonly message: string }[];
}

/** The account's first signing key; an account without any gets its default key by asking. */
const firstKey = async (): Promise<string> => {
  const {
    BASE_URL = 'http://127.0.0.1:8787/client/v4',
    ACCOUNT_ID = 'local',
    API_TOKEN = 'local-token',
  } = process.env;
  const response = await fetch(`${BASE_URL}/accounts/${ACCOUNT_ID}/images/v1/keys`, {
    headers: { authorization: `Bearer ${API_TOKEN}` },
  });
  const { result, errors } = (await response.json()) as KeysAnswer;
  const [key] = result?.keys ?? [];
  if (!key) throw new Error(`${errors[0]?.code}: ${errors[0]?.message}`);
  return key.value;
};

/** `npm run sign`: prints the signed form of a delivery URL. */
const main = async (): Promise<void> => {
  const {
    url,
    expiresAtSeconds,
    key = await firstKey(),
  } = parseSignArguments(process.argv.slice(2), new Date());
  console.log(await signDeliveryUrl(url, key, expiresAtSeconds));
};

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
