import type { MiddlewareObj } from '@middy/core';
import { invalidRequest, tooLarge } from '../core/errors';
import type { ControlEvent } from './control-event';
import type { ControlRequest } from './control-request';
import { headerOf } from './header';
import { parseMultipart } from './multipart';
import { EMPTY_BODY, mustBeJsonObject, type RequestBody } from './request-body';

const textOf = (body: Buffer): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body).trim();
  } catch (cause) {
    throw invalidRequest('The body is not UTF-8', { cause });
  }
};

const parseJson = (text: string): RequestBody => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw invalidRequest('The body is not valid JSON', { cause });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw mustBeJsonObject();
  }
  return { kind: 'json', value: value as Record<string, unknown> };
};

/** `curl --data '{…}'` calls its JSON a url-encoded form (contract 8.12); no field name of ours starts with a brace. */
const parseForm = (text: string): RequestBody =>
  text.startsWith('{')
    ? parseJson(text)
    : { kind: 'form', fields: [...new URLSearchParams(text)], files: [] };

/**
 * Reads a body in every encoding that clients send (contract 3.1): multipart, JSON, url-encoded, JSON that calls itself
 * url-encoded, and none at all, whatever its declared type.
 * @throws DomainError `invalid-request`, `too-large`
 */
export const parseRequestBody = async (
  event: Pick<ControlRequest, 'body' | 'bodyTooLarge' | 'headers'>,
): Promise<RequestBody> => {
  const { body } = event;
  if (event.bodyTooLarge)
    throw tooLarge('a request may hold little more than 4 MiB; upload larger files by direct_upload');
  if (body.length === 0) return EMPTY_BODY;
  const contentType = headerOf(event, 'content-type');
  const type = contentType.split(';', 1).join('').trim().toLowerCase();
  if (type === 'multipart/form-data') return parseMultipart(body, contentType);
  const text = textOf(body);
  if (text === '') return EMPTY_BODY;
  if (type === 'application/json' || type.endsWith('+json')) return parseJson(text);
  if (type === 'application/x-www-form-urlencoded' || type === '') return parseForm(text);
  throw invalidRequest(
    'content-type must be multipart/form-data, application/json or application/x-www-form-urlencoded',
  );
};

/** Leaves what the body says in `event.parsedBody`. */
export const parseBody = (): MiddlewareObj<ControlEvent> => ({
  before: async function parseBodyBefore(request): Promise<void> {
    request.event = { ...request.event, parsedBody: await parseRequestBody(request.event) };
  },
});
