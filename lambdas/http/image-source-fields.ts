import { invalidRequest } from '../core/errors';
import type { UploadedFile } from '../core/ports';
import type { RequestBody } from './request-body';

/** Where an image's bytes come from; the use case insists on exactly one. */
export interface ImageSourceFields {
  readonly file?: UploadedFile | undefined;
  readonly url?: string | undefined;
}

const rawValue = (body: RequestBody, name: 'file' | 'url'): unknown =>
  body.kind === 'json' ? body.value[name] : body.fields.find(([field]) => field === name)?.[1];

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';

/**
 * The part named `file`, also when the client gave it no file name, as Python's and Terraform's do (contract 1.2). An empty
 * part without a name is how forms say that no file was chosen.
 */
const fileOf = (body: RequestBody): UploadedFile | undefined => {
  const part =
    body.kind === 'form'
      ? body.files.find(({ filename, body: bytes }) => filename || bytes.length > 0)
      : undefined;
  if (!part && !isAbsent(rawValue(body, 'file'))) {
    throw invalidRequest('file must be a part of a multipart/form-data body');
  }
  return part && { body: part.body, ...(part.filename ? { filename: part.filename } : {}) };
};

/**
 * Reads `file` and `url` of a new image (contract 3.3); an empty `url` is none.
 * @throws DomainError `invalid-request` when one of them is not of its kind
 */
export const readImageSource = (body: RequestBody): ImageSourceFields => {
  const url = rawValue(body, 'url');
  if (isAbsent(url)) return { file: fileOf(body) };
  if (typeof url !== 'string') throw invalidRequest('url must be a string');
  return { file: fileOf(body), url };
};
