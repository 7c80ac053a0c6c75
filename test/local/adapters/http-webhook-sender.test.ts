import http from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import {
  HttpWebhookSender,
  type HttpWebhookSenderOptions,
} from '../../../lambdas/adapters/http-webhook-sender';
import type { WebhookUnanswered } from '../../../lambdas/core/webhooks/deliver-webhook';
import { longEnough } from '../../support/long-enough';

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

const LOOPBACK = { address: '127.0.0.1', family: 4 };
const PUBLIC = { address: '93.184.215.14', family: 4 };

describe('HttpWebhookSender', () => {
  let server: http.Server;
  let port: number;
  let answer: (response: http.ServerResponse, request: http.IncomingMessage) => void;
  let received: Received[];
  /** Ends when the sender has let go of the connection. */
  let closed: Promise<void>;

  beforeAll(async () => {
    server = http.createServer(async (request, response) => {
      closed = new Promise((resolve) => request.socket.once('close', () => resolve()));
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method, url, headers } = request;
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') });
      answer(response, request);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  beforeEach(() => {
    received = [];
    answer = (response) => response.end('ok');
  });

  afterEach(() => jest.restoreAllMocks());

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** `hooks.example` is this server; nothing else may be reached. */
  const sender = (options: Partial<HttpWebhookSenderOptions> = {}) =>
    new HttpWebhookSender({
      resolve: async () => [LOOPBACK],
      timeoutMilliseconds: 60_000,
      exemptHosts: new Set([`hooks.example:${port}`]),
      ...options,
    });
  const request = (host = 'hooks.example', path = '/in?key=1') => ({
    url: `http://${host}:${port}${path}`,
    headers: { 'content-type': 'application/json', 'webhook-id': 'event-1' },
    body: '{"name":"é"}',
  });
  const unanswered = (message: string) =>
    expect.objectContaining({ name: 'WebhookUnanswered', message: expect.stringContaining(message) });

  /** The next request comes here, though it is meant for a public address: no test leaves this machine. */
  const publicIsHere = () => {
    const { request: realRequest } = http;
    const divert = (options: http.RequestOptions) => {
      const lookup: LookupFunction = (_hostname, { all }, callback) =>
        all ? callback(null, [LOOPBACK]) : callback(null, LOOPBACK.address, LOOPBACK.family);
      return realRequest({ ...options, lookup });
    };
    jest.spyOn(http, 'request').mockImplementationOnce(divert as typeof http.request);
  };

  it('posts exactly the body with its headers, and returns the status', async () => {
    answer = (response) => response.writeHead(202).end();

    const status = await sender().send(request());

    expect(status).toBe(202);
    expect(received).toEqual([
      {
        method: 'POST',
        url: '/in?key=1',
        headers: {
          connection: 'close',
          'content-length': '13',
          'content-type': 'application/json',
          host: `hooks.example:${port}`,
          'user-agent': 'direct-upload-aws',
          'webhook-id': 'event-1',
        },
        body: '{"name":"é"}',
      },
    ]);
  });

  it.each([301, 302, 303, 307, 308])('follows no redirect: %i is an answer', async (status) => {
    answer = (response) => response.writeHead(status, { location: '/elsewhere' }).end();

    expect(await sender().send(request())).toBe(status);
    expect(received.map(({ url }) => url)).toEqual(['/in?key=1']);
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '10.0.0.1',
    'localhost',
  ])('never connects to %s', async (host) => {
    await expect(sender().send(request(host))).rejects.toEqual(unanswered('no public address'));
    expect(received).toEqual([]);
  });

  it('refuses a name when any of its addresses is not public', async () => {
    const split = sender({ exemptHosts: new Set(), resolve: async () => [PUBLIC, LOOPBACK] });

    await expect(split.send(request())).rejects.toEqual(unanswered('no public address'));
    expect(received).toEqual([]);
  });

  it('asks for a name once and connects to the answer it checked, whatever the name says the next time', async () => {
    const resolve = jest
      .fn()
      .mockResolvedValue([{ address: '127.0.0.9', family: 4 }])
      .mockResolvedValueOnce([LOOPBACK]);

    await sender({ resolve }).send(request());

    expect(resolve).toHaveBeenCalledTimes(1);
    expect(received).toHaveLength(1);
  });

  it('checks a name anew at every attempt', async () => {
    const resolve = jest.fn().mockResolvedValueOnce([PUBLIC]).mockResolvedValueOnce([LOOPBACK]);
    const strict = sender({ resolve, exemptHosts: new Set() });
    publicIsHere();

    const first = await strict.send(request());

    expect(first).toBe(200);
    await expect(strict.send(request())).rejects.toEqual(unanswered('no public address'));
    expect(received).toHaveLength(1);
  });

  it('reads no more of a huge answer than 64 KiB and a socket holds, and keeps its status', async () => {
    let written = 0;
    let finished = false;
    answer = (response) => {
      response.writeHead(200);
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536))) written += 65_536;
      };
      response.on('drain', pour).on('finish', () => {
        finished = true;
      });
      pour();
    };

    const status = await sender().send(request());
    await closed;

    expect(status).toBe(200);
    expect(written).toBeLessThan(32 * 1024 * 1024);
    expect(finished).toBe(false);
  });

  it('gives up on a destination that does not answer in time', async () => {
    answer = () => undefined;

    await expect(sender({ timeoutMilliseconds: 100 }).send(request())).rejects.toEqual(
      unanswered('no answer in 100 ms'),
    );
    await closed;
  });

  it('gives up on a destination that drips the head of its answer', async () => {
    answer = (response) => {
      response.socket?.write('HTTP/1.1 200 OK\r\nx-drip: ');
    };

    await expect(sender({ timeoutMilliseconds: 100 }).send(request())).rejects.toEqual(
      unanswered('no answer in 100 ms'),
    );
  });

  it('takes the status of an answer whose body never ends, and waits no longer than it would for one', async () => {
    answer = (response) => response.writeHead(200).write('drip');

    const status = await longEnough(100, (timeoutMilliseconds) =>
      sender({ timeoutMilliseconds })
        .send(request())
        .catch((error: WebhookUnanswered) => {
          if (error.message !== `no answer in ${timeoutMilliseconds} ms`) throw error;
          return undefined;
        }),
    );
    await closed;

    expect(status).toBe(200);
  });

  it('takes the status of an answer that is cut off', async () => {
    answer = (response) => {
      response.writeHead(500, { 'content-length': 100 }).write('short');
      setImmediate(() => response.destroy());
    };

    expect(await sender().send(request())).toBe(500);
  });

  it('gives up on a name server that does not answer', async () => {
    const resolve = () => new Promise<never>(() => undefined);

    await expect(sender({ resolve, timeoutMilliseconds: 100 }).send(request())).rejects.toEqual(
      unanswered('no answer in 100 ms'),
    );
  });

  it.each([
    ['closes the connection', (response: http.ServerResponse) => response.destroy()],
    [
      'speaks something else',
      (response: http.ServerResponse) => response.socket?.end('SSH-2.0-OpenSSH_9.6\r\n'),
    ],
    [
      'switches protocols unasked',
      (response: http.ServerResponse) =>
        response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ],
  ])('says that it could not connect when the destination %s', async (_what, misbehave) => {
    answer = misbehave;

    await expect(sender().send(request())).rejects.toEqual(unanswered('could not connect'));
  });

  it('says why it could not connect, and not where', async () => {
    const resolve = () =>
      Promise.reject(Object.assign(new Error('getaddrinfo ENOTFOUND hooks.example'), { code: 'ENOTFOUND' }));

    await expect(sender({ resolve }).send(request())).rejects.toEqual(
      expect.objectContaining({ message: 'could not connect: ENOTFOUND' }),
    );
  });

  it('sends nothing in the clear to an https URL', async () => {
    const secure = { ...request(), url: request().url.replace('http://', 'https://') };

    await expect(sender().send(secure)).rejects.toEqual(unanswered('could not connect'));
    expect(received).toEqual([]);
  });
});
