import { invalidRequest } from '../core/errors';
import type { FormField } from '../core/metadata-fields';

/** What a multipart form has in its field `file`. */
export interface FormFile {
  /** Without directories (contract 1.1: SDK 3 to 6 send them); undefined when the client named none. */
  readonly filename?: string;
  readonly body: Buffer;
}

/** What a request says, whatever its encoding. No body at all is a form without fields. */
export type RequestBody =
  | { readonly kind: 'form'; readonly fields: readonly FormField[]; readonly files: readonly FormFile[] }
  | { readonly kind: 'json'; readonly value: Readonly<Record<string, unknown>> };

/** A body with nothing in it. */
export const EMPTY_BODY: RequestBody = { kind: 'form', fields: [], files: [] };

/** The refusal of a body that is something else where only a JSON object will do: `invalid-request`. */
export const mustBeJsonObject = () => invalidRequest('The body must be a JSON object');

/** What a body says on routes that take no forms. @throws DomainError `invalid-request` for a form or no body. */
export const jsonOf = (body: RequestBody): Readonly<Record<string, unknown>> => {
  if (body.kind === 'json') return body.value;
  throw mustBeJsonObject();
};
