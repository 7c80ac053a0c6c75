import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { createPageServer } from '../../local/page-server';

const IMAGE_ID = '558c0713-c0ae-42c5-9db6-ca0a62bfaedd';

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
const answerAsApi = async (call: IncomingMessage): Promise<string> => {
  const { method, url, headers } = call;
  calls.push({ method, url, authorization: headers.authorization, body: await text(call) });
  return JSON.stringify({ success: true, result: { id: 'new' } });
};

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'local-page-'));
  writeFileSync(join(folder, 'index.html'), '<h1>Upload</h1>');
  writeFileSync(join(folder, 'page.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not of the page');
  calls = [];
  let page: ReturnType<typeof createPageServer> | undefined;
  server = createServer(async (call, response) => {
    if (await page?.(call, response)) return;
    response.writeHead(call.url?.startsWith('/client') ? 200 : 404, {
      'content-type': 'application/json',
    });
    response.end(await answerAsApi(call));
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

/** A request whose path and `Host` are sent as they are, which `fetch` would put right. */
const sendRaw = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<{ status: number | undefined }>((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    request({ hostname, port, path, method, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve({ status: response.statusCode }));
    })
      .on('error', reject)
      .end();
  });

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

  test('shows an image', async () => {
    const response = await fetch(`${origin}/demo/images/${IMAGE_ID}`);

    expect(response.status).toBe(200);
    expect(calls).toMatchObject([{ method: 'GET', url: `/client/v4/accounts/local/images/v1/${IMAGE_ID}` }]);
  });

  test.each([
    'batch_token',
    'keys',
    'variants',
    `${IMAGE_ID}/blob`,
    `${IMAGE_ID}%2Fblob`,
    `../../alerting/v3/destinations/webhooks`,
    `..%2F..%2Falerting/v3/destinations/webhooks`,
    `%2e%2e/v2/${IMAGE_ID}`,
    `../v1/${IMAGE_ID}`,
    `x/../${IMAGE_ID}`,
  ])('reads nothing else with its token: %s', async (id) => {
    const response = await sendRaw(`/demo/images/${id}`);

    expect(response.status).toBe(404);
    expect(calls).toEqual([]);
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

  test.each([
    'attacker.example',
    'attacker.example:8787',
    '127.0.0.1.attacker.example',
    'localhost@attacker',
  ])('does nothing under a name that anybody may point to this machine: "%s"', async (host) => {
    const read = await sendRaw(`/demo/images/${IMAGE_ID}`, { host });
    const minted = await sendRaw('/demo/direct-upload', { host, origin: `http://${host}` }, 'POST');

    expect([read.status, minted.status]).toEqual([403, 403]);
    expect(calls).toEqual([]);
  });

  test.each(['127.0.0.1:9000', 'localhost', 'localhost:8787', '[::1]:8787'])(
    'works under the names of the machine itself: %s',
    async (host) => {
      const read = await sendRaw(`/demo/images/${IMAGE_ID}`, { host, origin: `http://${host}` });

      expect(read.status).toBe(200);
    },
  );

  test('does nothing for the page of another port of this machine', async () => {
    const response = await postLink('{}', { origin: 'http://127.0.0.1:1' });

    expect(response.status).toBe(403);
    expect(calls).toEqual([]);
  });

  test('has nothing else', async () => {
    expect((await fetch(`${origin}/demo/tokens`)).status).toBe(404);
    expect((await fetch(`${origin}/demo/direct-upload`)).status).toBe(404);
    expect(calls).toEqual([]);
  });
});
