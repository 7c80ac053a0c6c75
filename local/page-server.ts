import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join } from 'node:path';
import * as z from 'zod';
import { BodyTooLarge, readBody } from './gateway/read-body';

/** What the page's backend holds and a browser never sees. */
export interface PageServerOptions {
  /** Folder of the page's files; there are no folders below it. */
  readonly folder: string;
  /** `http://127.0.0.1:<port>` of the control API. */
  readonly origin: string;
  readonly accountId: string;
  readonly apiToken: string;
}

/** Answers a request if it is one of the page's; returns false for everything else. */
export type PageServer = (request: IncomingMessage, response: ServerResponse) => Promise<boolean>;

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
};

const MAX_BODY_BYTES = 16 * 1024;
const linkRequest = z.object({ metadata: z.record(z.string(), z.unknown()).optional() });

/** The page runs its own scripts only; links lead to the other origins of this service, all on 127.0.0.1. */
const CONTENT_POLICY = [
  "default-src 'self'",
  "connect-src 'self' http://127.0.0.1:*",
  "img-src 'self' blob: http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const send = (response: ServerResponse, status: number, type: string, body: string | Buffer) => {
  response.writeHead(status, {
    'content-type': type,
    'cache-control': 'no-store',
    'content-security-policy': CONTENT_POLICY,
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
};

/** The names of this machine, whatever port is forwarded to the page's. */
const LOOPBACK_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/;

/**
 * Whether a request was made by the page: the backend would use its token for anybody. `Host` counts as well as
 * `Origin`, because a site can point its own name to 127.0.0.1 (DNS rebinding) and then asks its own origin, without an
 * `Origin`.
 */
const isFromOwnPage = ({ headers: { host = '', origin } }: IncomingMessage): boolean =>
  LOOPBACK_HOST.test(host) && (origin === undefined || origin === `http://${host}`);

/** Ids that the API chose, as the page's are: any other text could be another path of the API. */
const IMAGE_PATH = /^\/demo\/images\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** A refusal in the API's own envelope, which the page shows. */
const refuse = (response: ServerResponse, status: number, message: string) =>
  send(
    response,
    status,
    'application/json',
    JSON.stringify({ success: false, errors: [{ code: status, message }], messages: [], result: null }),
  );

const readLinkRequest = async (request: IncomingMessage, response: ServerResponse) => {
  try {
    const body = await readBody(request, response, MAX_BODY_BYTES);
    return linkRequest.safeParse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof BodyTooLarge)
      return linkRequest.safeParse(undefined);
    throw error;
  }
};

/**
 * The upload page and the little backend that it needs: as in any app, the token stays on the server and the browser
 * only gets one-time links.
 */
export const createPageServer = (options: PageServerOptions): PageServer => {
  const images = `${options.origin}/client/v4/accounts/${options.accountId}/images`;
  const callApi = async (response: ServerResponse, url: string, init: RequestInit) => {
    const answer = await fetch(url, {
      ...init,
      headers: { authorization: `Bearer ${options.apiToken}`, 'content-type': 'application/json' },
    });
    send(
      response,
      answer.status,
      answer.headers.get('content-type') ?? 'application/json',
      Buffer.from(await answer.arrayBuffer()),
    );
  };
  const mint = async (request: IncomingMessage, response: ServerResponse) => {
    const link = await readLinkRequest(request, response);
    if (!link.success) return refuse(response, 400, 'The body must be JSON: {"metadata": {…}}');
    await callApi(response, `${images}/v2/direct_upload`, {
      method: 'POST',
      body: JSON.stringify(link.data),
    });
  };
  const backend = async (request: IncomingMessage, response: ServerResponse, path: string) => {
    if (!isFromOwnPage(request)) return refuse(response, 403, 'This backend serves its own page only');
    const [, imageId] = IMAGE_PATH.exec(path) ?? [];
    if (request.method === 'POST' && path === '/demo/direct-upload') return mint(request, response);
    if (request.method === 'GET' && imageId) return callApi(response, `${images}/v1/${imageId}`, {});
    return refuse(response, 404, 'The page has no such backend');
  };
  return async (request, response) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith('/demo/')) {
      await backend(request, response, path);
      return true;
    }
    return request.method === 'GET' || request.method === 'HEAD'
      ? sendFile(response, options.folder, path)
      : false;
  };
};

/** Only plain names: a path with a slash or dots inside it never reaches the file system. */
const sendFile = async (response: ServerResponse, folder: string, path: string): Promise<boolean> => {
  const name = path === '/' ? 'index.html' : path.slice(1);
  const type = MEDIA_TYPES[extname(name)];
  if (!type || !/^[a-z0-9-]+\.[a-z]+$/.test(name)) return false;
  try {
    send(response, 200, type, await readFile(join(folder, name)));
    return true;
  } catch {
    return false;
  }
};
