import { type Answer, readAnswer } from './answer';
import { type Caller, deployment } from './deployment';

/** What `fetch` can send. */
export type RequestBody = NonNullable<RequestInit['body']>;

/** What may be said about a request beside its path. */
export interface RequestOptions {
  readonly method?: string;
  readonly body?: RequestBody;
  readonly headers?: Record<string, string>;
  /** Whose account and token; the owner's unless told. */
  readonly caller?: Caller;
}

/** The URL of a path below an account's images, e.g. `/v2/direct_upload`; the path is used as it is. */
export const imagesUrl = (path: string, caller: Caller = deployment.owner): string =>
  `${caller.baseUrl ?? deployment.baseUrl}/accounts/${caller.accountId}/images${path}`;

/** Calls the control API with the caller's token. */
export const call = async <Result = unknown>(
  path: string,
  { method = 'GET', body, headers = {}, caller = deployment.owner }: RequestOptions = {},
): Promise<Answer<Result>> => {
  const init: RequestInit = { method, headers: { authorization: `Bearer ${caller.apiToken}`, ...headers } };
  const response = await fetch(imagesUrl(path, caller), body === undefined ? init : { ...init, body });
  return readAnswer<Result>(response);
};
