import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createPageServer } from '../../local/page-server';

interface Call {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

let folder: string;
let server: Server;
let origin: string;
let calls: Call[];

/** The API behind the page: notes each call and answers in JSON. */
const answerAsApi = async (request: IncomingMessage): Promise<string> => {
  const { method, url, headers } = request;
  calls.push({ method, url, authorization: headers.authorization, body: await text(request) });
  return JSON.stringify({ success: true, result: { id: 'new' } });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-page-'));
  writeFileSync(join(folder, 'index.html'), '<h1>Upload</h1>');
  writeFileSync(join(folder, 'page.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not of the page');
  calls = [];
  let page: ReturnType<typeof createPageServer> | undefined;
  server = createServer(async (request, response) => {
    if (await page?.(request, response)) return;
    response.writeHead(request.url?.startsWith('/client') ? 200 : 404, {
      'content-type': 'application/json',
    });
    response.end(await answerAsApi(request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  page = createPageServer({ folder, origin, accountId: 'local', apiToken: 'secret-token' });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

const postLink = (body: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}/demo/direct-upload`, { method: 'POST', body, headers });

describe('files', () => {
  test.each([
    ['/', 'text/html; charset=utf-8', '<h1>Upload</h1>'],
    ['/page.js?v=1', 'text/javascript; charset=utf-8', 'export {};'],
  ])('%s is served as %s', async (path, type, body) => {
    const response = await fetch(`${origin}${path}`);

    expect(response.headers.get('content-type')).toBe(type);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(await response.text()).toBe(body);
  });

  test.each(['/secret.txt', '/missing.js', '/..%2findex.html', '/page%2ejs', '/a/page.js', '/.env.js'])(
    '%s is left to the API',
    async (path) => {
      expect((await fetch(`${origin}${path}`)).status).toBe(404);
    },
  );
});

describe('the backend', () => {
  test('mints with the token that the browser never sees', async () => {
    const response = await postLink('{"metadata":{"caption":"é"}}', { origin });

    expect(await response.json()).toEqual({ success: true, result: { id: 'new' } });
    expect(calls).toEqual([
      {
        method: 'POST',
        url: '/client/v4/accounts/local/images/v2/direct_upload',
        authorization: 'Bearer secret-token',
        body: '{"metadata":{"caption":"é"}}',
      },
    ]);
  });

  test('passes on nothing but metadata', async () => {
    await postLink('{"metadata":{},"id":"chosen","requireSignedURLs":true}');

    expect(calls[0]?.body).toBe('{"metadata":{}}');
  });

  test('shows an image, its id encoded as the page encoded it', async () => {
    await fetch(`${origin}/demo/images/${encodeURIComponent('a/b c')}`);

    expect(calls[0]).toMatchObject({ method: 'GET', url: '/client/v4/accounts/local/images/v1/a%2Fb%20c' });
  });

  test.each([
    ['no JSON', 'metadata'],
    ['metadata that is no object', '{"metadata":[]}'],
    ['more than 16 KB', `{"metadata":{"a":"${'x'.repeat(17_000)}"}}`],
  ])('refuses %s', async (_what, body) => {
    const response = await postLink(body);

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      success: false,
      errors: [{ message: expect.stringMatching(/JSON/) }],
    });
    expect(calls).toEqual([]);
  });

  test("does nothing for another site's page", async () => {
    const response = await postLink('{}', { origin: 'http://evil.example' });

    expect(response.status).toBe(403);
    expect(calls).toEqual([]);
  });

  test('has nothing else', async () => {
    expect((await fetch(`${origin}/demo/tokens`)).status).toBe(404);
    expect((await fetch(`${origin}/demo/direct-upload`)).status).toBe(404);
    expect(calls).toEqual([]);
  });
});
