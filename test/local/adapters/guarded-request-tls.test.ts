import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { promisify } from 'node:util';
import { guardedRequest } from '../../../lambdas/adapters/guarded-request';
import { poll } from '../../support/poll';

/** For `hooks.example`, signed by nobody: what who sits between us and a destination can show. */
const SELF_SIGNED = readFileSync(path.join(__dirname, '../../fixtures/tls/self-signed.pem'));

let server: Server;
let requests = 0;
beforeAll(async () => {
  server = createServer({ key: SELF_SIGNED, cert: SELF_SIGNED }, (_request, response) => {
    requests += 1;
    response.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('A server whose certificate nobody vouches for gets no request, also when its host is exempt', async () => {
  const { port } = server.address() as AddressInfo;
  const host = `hooks.example:${port}`;

  const request = guardedRequest(
    {
      url: new URL(`https://${host}/in`),
      method: 'POST',
      headers: { 'cf-webhook-auth': 'secret' },
      body: '{}',
      signal: AbortSignal.timeout(60_000),
    },
    { resolve: async () => [{ address: '127.0.0.1', family: 4 }], exemptHosts: new Set([host]) },
  );

  await expect(request).rejects.toMatchObject({ code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  await poll(
    () => promisify(server.getConnections.bind(server))(),
    (connections) => connections === 0,
  );
  expect(requests).toBe(0);
});
