import * as z from 'zod';
import { OperatorError } from '../errors';

/** How to ask the control API. */
export interface ApiAccess {
  /** What an SDK takes as its `baseURL`; no trailing slash. */
  readonly baseUrl: string;
  readonly accountId: string;
  readonly apiToken: string;
}

/** The part of the answer that is read. */
const keysAnswer = z.object({
  result: z.nullable(z.object({ keys: z.array(z.object({ value: z.string() })) })),
  errors: z.array(z.object({ code: z.number(), message: z.string() })),
});

const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  // `fetch` says "fetch failed" of everything; its cause knows more, and sometimes has a code alone.
  const { message, code } = (error.cause instanceof Error ? error.cause : error) as NodeJS.ErrnoException;
  return message || (code ?? error.message);
};

const ask = async ({ baseUrl, accountId, apiToken }: ApiAccess) => {
  try {
    const response = await fetch(`${baseUrl}/accounts/${encodeURIComponent(accountId)}/images/v1/keys`, {
      headers: { authorization: `Bearer ${apiToken}` },
    });
    return { status: response.status, text: await response.text() };
  } catch (cause) {
    throw new OperatorError(
      `${baseUrl} does not answer (${reasonOf(cause)}): start the local service with npm start, or set BASE_URL`,
      { cause },
    );
  }
};

const parse = (text: string): z.infer<typeof keysAnswer> | undefined => {
  try {
    return keysAnswer.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
};

/**
 * The account's first signing key; an account without any gets its default key by asking.
 * @throws OperatorError when nothing answers, when it is no control API that does, or when that refuses.
 */
export const firstKey = async (access: ApiAccess): Promise<string> => {
  const { status, text } = await ask(access);
  const answer = parse(text);
  const [key] = answer?.result?.keys ?? [];
  if (key) return key.value;
  const [refusal] = answer?.errors ?? [];
  if (!refusal)
    throw new OperatorError(
      `${access.baseUrl} answered ${status}, and not as a control API does: BASE_URL must end in /client/v4`,
    );
  throw new OperatorError(
    `The keys of account ${access.accountId} were refused (${refusal.code}: ${refusal.message}): check ACCOUNT_ID and API_TOKEN`,
  );
};
