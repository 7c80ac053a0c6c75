import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { HttpImageSource, type HttpImageSourceOptions } from '../../../lambdas/adapters/http-image-source';

type Answer = (request: http.IncomingMessage, response: http.ServerResponse) => void;

const LOOPBACK = { address: '127.0.0.1', family: 4 };
const PUBLIC = { address: '93.184.215.14', family: 4 };

describe('HttpImageSource', () => {
  let server: http.Server;
  let port: number;
  let answer: Answer;
  let requests: http.IncomingMessage[];

  beforeAll(async () => {
    server = http.createServer((request, response) => {
      requests.push(request);
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  beforeEach(() => {
    requests = [];
    answer = (_request, response) => response.end('image');
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  /** `img.example` and `other.example` are this server; nothing else may be reached. */
  const source = (options: Partial<HttpImageSourceOptions> = {}) =>
    new HttpImageSource({
      resolve: async () => [LOOPBACK],
      maxBytes: 1000,
      timeoutMilliseconds: 60_000,
      maxRedirects: 2,
      exemptHosts: new Set([`img.example:${port}`, `other.example:${port}`]),
      ...options,
    });
  const url = (path: string, host = 'img.example') => `http://${host}:${port}${path}`;
  const failure = (message: string) =>
    expect.objectContaining({ code: 'fetch-failed', message: expect.stringContaining(message) });

  it('returns the bytes and the last path segment as the file name', async () => {
    const image = await source().fetch(url('/a/cat%20%C3%A9.png?size=1'));

    expect(image).toEqual({ body: Buffer.from('image'), filename: 'cat é.png' });
    expect(requests[0]?.headers).toMatchObject({
      host: `img.example:${port}`,
      'accept-encoding': 'identity',
    });
    expect(requests[0]?.url).toBe('/a/cat%20%C3%A9.png?size=1');
  });

  it('names no file when the path has no last segment, and takes a stray percent sign as it is', async () => {
    expect((await source().fetch(url('/'))).filename).toBeNull();
    expect((await source().fetch(url('/100%.png'))).filename).toBe('100%.png');
  });

  it('names the file as it is, however long: what publishes it cuts it between characters', async () => {
    const name = `${'a'.repeat(254)}🐈.png`;

    const image = await source().fetch(url(`/${encodeURIComponent(name)}`));

    expect(image.filename).toBe(name);
  });

  it('sends the credentials of the URL to its own origin only', async () => {
    answer = (request, response) => {
      if (request.headers.host?.startsWith('img'))
        response.writeHead(302, { location: url('/x', 'other.example') }).end();
      else response.end('moved');
    };

    await source().fetch(`http://user:p%40ss@img.example:${port}/x`);

    expect(requests[0]?.headers.authorization).toBe(`Basic ${Buffer.from('user:p@ss').toString('base64')}`);
    expect(requests[1]?.headers.authorization).toBeUndefined();
  });

  it.each(['ftp://img.example/x', 'file:///etc/passwd', 'data:image/png;base64,AA', 'gopher://img.example/'])(
    'refuses the scheme of %s',
    async (address) => {
      await expect(source().fetch(address)).rejects.toEqual(failure('only http and https'));
    },
  );

  it.each(['', 'cat.png', 'http://', 'http://a b/'])('refuses %j, which is no URL', async (address) => {
    await expect(source().fetch(address)).rejects.toEqual(failure('not a valid URL'));
  });

  it.each([
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '169.254.169.254',
    '10.0.0.1',
  ])('never connects to the literal address %s', async (host) => {
    await expect(source({ exemptHosts: new Set() }).fetch(url('/', host))).rejects.toEqual(
      failure('no public address'),
    );
    expect(requests).toEqual([]);
  });

  it('refuses a name when any of its addresses is not public', async () => {
    const split = source({ exemptHosts: new Set(), resolve: async () => [PUBLIC, LOOPBACK] });

    await expect(split.fetch(url('/'))).rejects.toEqual(failure('no public address'));
    expect(requests).toEqual([]);
  });

  it('refuses a name without addresses', async () => {
    await expect(source({ resolve: async () => [] }).fetch(url('/'))).rejects.toEqual(
      failure('no public address'),
    );
  });

  it('asks for a name once and connects to the answer it checked, whatever the name says the next time', async () => {
    const internal = { address: '127.0.0.9', family: 4 };
    const resolve = jest.fn().mockResolvedValue([internal]).mockResolvedValueOnce([LOOPBACK]);

    const image = await source({ resolve }).fetch(url('/'));

    expect(image.body.toString()).toBe('image');
    expect(resolve).toHaveBeenCalledTimes(1);
    expect(requests).toHaveLength(1);
  });

  it('checks every redirect as it checked the first address', async () => {
    answer = (_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${port}/secret` }).end();

    await expect(source().fetch(url('/'))).rejects.toEqual(failure('no public address'));
    expect(requests).toHaveLength(1);
  });

  it('follows relative redirects, but not for ever and not to other schemes', async () => {
    answer = (request, response) => {
      if (request.url === '/end') response.end('there');
      else
        response
          .writeHead(307, {
            location:
              request.url === '/file' ? 'file:///etc/passwd' : request.url === '/loop' ? '/loop' : '/end',
          })
          .end();
    };

    expect((await source().fetch(url('/start'))).body.toString()).toBe('there');
    await expect(source().fetch(url('/loop'))).rejects.toEqual(failure('more than 2 redirects'));
    await expect(source().fetch(url('/file'))).rejects.toEqual(failure('only http and https'));
  });

  it.each([204, 206, 400, 404, 500])('refuses an origin that answers %i', async (status) => {
    answer = (_request, response) => response.writeHead(status).end();

    await expect(source().fetch(url('/'))).rejects.toEqual(failure(`its origin answered ${status}`));
  });

  it('refuses one byte too many, declared or not', async () => {
    const tooLarge = expect.objectContaining({
      code: 'too-large',
      message: expect.stringContaining('1000 bytes'),
    });

    answer = (_request, response) =>
      response.writeHead(200, { 'content-length': 1001 }).end(Buffer.alloc(1001));
    await expect(source().fetch(url('/'))).rejects.toEqual(tooLarge);
    answer = (_request, response) => {
      response.write(Buffer.alloc(600));
      response.end(Buffer.alloc(401));
    };
    await expect(source().fetch(url('/'))).rejects.toEqual(tooLarge);
    answer = (_request, response) => response.end(Buffer.alloc(1000));
    expect((await source().fetch(url('/'))).body).toHaveLength(1000);
  });

  it('gives up on an origin that drips bytes', async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      response.write('drip');
    };

    await expect(source({ timeoutMilliseconds: 200 }).fetch(url('/'))).rejects.toEqual(
      failure('no complete answer in 200 ms'),
    );
  });

  it('gives up on a name server that does not answer', async () => {
    const resolve = () => new Promise<never>(() => undefined);

    await expect(source({ resolve, timeoutMilliseconds: 100 }).fetch(url('/'))).rejects.toEqual(
      failure('no complete answer in 100 ms'),
    );
  });

  it('says why it could not connect, and not where', async () => {
    const code = 'ENOTFOUND';
    const resolve = () =>
      Promise.reject(Object.assign(new Error(`getaddrinfo ${code} ns.internal`), { code }));

    await expect(source({ resolve }).fetch(url('/'))).rejects.toEqual(
      expect.objectContaining({ message: 'Failed to fetch the image: could not connect: ENOTFOUND' }),
    );
  });

  it('says that it could not connect to an origin that closes the connection', async () => {
    answer = (_request, response) => response.destroy();

    await expect(source().fetch(url('/'))).rejects.toEqual(failure('could not connect: ECONNRESET'));
  });

  it('refuses an answer that ends before its declared length, and says that it broke off', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': 500 });
      response.write('short');
      setImmediate(() => response.destroy());
    };

    await expect(source().fetch(url('/'))).rejects.toEqual(
      expect.objectContaining({
        code: 'fetch-failed',
        message: 'Failed to fetch the image: the answer broke off: ECONNRESET',
      }),
    );
  });
});
