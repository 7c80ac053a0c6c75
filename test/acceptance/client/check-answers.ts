import { ApiDocument, type ObservedAnswer } from './api-document';
import { controlOrigin, deployment } from './deployment';

/*
 * Runs before each test file: watches `fetch`, which this suite and the current official client send with, and compares
 * every answer of the control API and of upload URLs with the OpenAPI document that the service itself serves.
 */
const send = globalThis.fetch;
const problems: string[] = [];
/** What upload URLs start with, as far as minted ones have told: `https://uploads.example.net/stage`. */
const uploadBases = new Set<string>();
let loading: Promise<ApiDocument> | undefined;

const loadDocument = async (): Promise<ApiDocument> => {
  const response = await send(`${deployment.baseUrl}/openapi.json`);
  if (!response.ok) throw new Error(`The OpenAPI document was answered with ${response.status}`);
  return new ApiDocument((await response.json()) as ConstructorParameters<typeof ApiDocument>[0]);
};

const rememberUploadUrl = (text: string): void => {
  const url = /"uploadURL":"([^"]+)"/.exec(text)?.[1];
  if (url) uploadBases.add(url.split('/').slice(0, -2).join('/'));
};

/** Which part of the API an address belongs to, and its path there. `url` is not resolved: it may hold `..`. */
const placeOf = (url: string): Pick<ObservedAnswer, 'host' | 'path'> | undefined => {
  const [address = ''] = url.split('?', 1);
  if (address.startsWith(`${controlOrigin}/`))
    return { host: 'control', path: address.slice(controlOrigin.length) };
  const base = [...uploadBases].find((candidate) => address.startsWith(`${candidate}/`));
  return base === undefined ? undefined : { host: 'upload', path: address.slice(base.length) };
};

/** Compares an answer with the document; what it does not say fails the test that is running. */
export const checkAnswer = async (
  url: string,
  method: string,
  { status, headers, text }: Pick<ObservedAnswer, 'status' | 'headers' | 'text'>,
): Promise<void> => {
  const place = placeOf(url);
  // Preflights are the browser's; an answer to HEAD has no body.
  if (!place || method === 'OPTIONS' || method === 'HEAD') return;
  if (place.host === 'control') rememberUploadUrl(text);
  loading ??= loadDocument();
  const found = (await loading).problemsOf({ ...place, method, status, headers, text });
  problems.push(
    ...found.map((problem) => `${method} ${place.path} ${status}: ${problem}\n${text.slice(0, 500)}`),
  );
};

globalThis.fetch = async (input, init) => {
  const response = await send(input, init);
  const request = input instanceof Request ? input : undefined;
  const url = new URL(request?.url ?? String(input)).href;
  // What a redirect leads to is storage's answer.
  if (!response.redirected && placeOf(url)) {
    const { status, headers } = response;
    const method = (init?.method ?? request?.method ?? 'GET').toUpperCase();
    await checkAnswer(url, method, { status, headers, text: await response.clone().text() });
  }
  return response;
};

afterEach(() => {
  const found = problems.splice(0);

  expect(found).toEqual([]);
});
