import { poll } from '../../support/poll';
import type { Answer, ApiError } from './answer';
import { call, imagesUrl } from './api';
import { type Caller, deployment } from './deployment';

/** A presigned POST as the mint answer carries it. */
export interface PresignedPost {
  readonly method: string;
  readonly url: string;
  readonly fields: Record<string, string>;
  readonly maxBytes: number;
  readonly expires: string;
}

/** What a mint answers. */
export interface UploadLink {
  readonly id: string;
  readonly uploadURL: string;
  readonly upload: PresignedPost;
}

/** An image or a draft as the API shows it. */
export interface Image {
  readonly id: string;
  readonly filename: string | null;
  readonly uploaded: string;
  readonly requireSignedURLs: boolean;
  readonly requiredSignedURLs: boolean;
  readonly variants: string[];
  readonly meta: Record<string, unknown>;
  readonly metadata: Record<string, unknown>;
  readonly creator?: string | null;
  readonly draft?: true;
  readonly uploadError?: ApiError;
}

const MINT = '/v2/direct_upload';

/** Mints with a multipart form, as the official client does; without fields the form has no part at all. */
export const tryMint = (
  fields: Record<string, string> = {},
  caller: Caller = deployment.owner,
): Promise<Answer<UploadLink>> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return call<UploadLink>(MINT, { method: 'POST', body: form, caller });
};

/**
 * Mints and insists on success.
 * @throws Error with the answer's text when the mint was refused
 */
export const mint = async (fields: Record<string, string> = {}, caller?: Caller): Promise<UploadLink> => {
  const answer = await tryMint(fields, caller);
  if (answer.status !== 200) throw new Error(`The mint was refused with ${answer.status}: ${answer.text}`);
  return answer.envelope().result;
};

/** The image's details; the id is percent-encoded as a whole, as the documentation asks. */
export const getImage = (id: string, caller?: Caller): Promise<Answer<Image>> =>
  call<Image>(`/v1/${encodeURIComponent(id)}`, { ...(caller && { caller }) });

/**
 * The bytes that the image was published with.
 * @throws Error when the API does not give them
 */
export const originalBytes = async (id: string): Promise<Buffer> => {
  const response = await fetch(imagesUrl(`/v1/${encodeURIComponent(id)}/blob`), {
    headers: { authorization: `Bearer ${deployment.owner.apiToken}` },
  });
  if (!response.ok) throw new Error(`The original of ${id} was answered with ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
};

/** Deletes an image or cancels a draft. */
export const deleteImage = (id: string, caller?: Caller): Promise<Answer> =>
  call(`/v1/${encodeURIComponent(id)}`, { method: 'DELETE', ...(caller && { caller }) });

const waitFor = async (
  id: string,
  caller: Caller | undefined,
  isReached: (image: Image) => boolean,
): Promise<Image> => {
  const isWanted = (answer: Answer<Image>) => answer.status === 200 && isReached(answer.envelope().result);
  return (await poll(() => getImage(id, caller), isWanted)).envelope().result;
};

/**
 * Waits until the draft has become an image.
 * @throws Error when that does not happen
 */
export const published = (id: string, caller?: Caller): Promise<Image> =>
  waitFor(id, caller, (image) => image.draft !== true);

/**
 * Waits until the draft's upload was refused and says why.
 * @throws Error when that does not happen
 */
export const refused = async (id: string): Promise<ApiError> => {
  const image = await waitFor(id, undefined, ({ uploadError }) => uploadError !== undefined);
  return image.uploadError ?? { code: 0, message: '' };
};
