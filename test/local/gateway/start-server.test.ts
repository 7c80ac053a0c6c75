import { Agent } from 'node:http';
import { readBody } from '../../../local/gateway/read-body';
import { startServer } from '../../../local/gateway/start-server';
import { deferred } from '../../support/deferred';
import { sendBytes, sendRaw } from './send-raw';

const started: { close(): Promise<void> }[] = [];
const lines: string[] = [];

const serve = async (answer: Parameters<typeof startServer>[0]['answer']) => {
  const server = await startServer({ host: '127.0.0.1', port: 0, answer, log: (line) => lines.push(line) });
  started.push(server);
  return server;
};

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
  lines.length = 0;
});

describe('a gateway server', () => {
  it('answers 500 and goes on when answering fails', async () => {
    let requests = 0;
    const { port } = await serve(async (_, response) => {
      if (requests++ === 0) throw new Error('broken');
      response.end('fine');
    });

    const first = await sendRaw({ port, path: '/a' });
    const second = await sendRaw({ port, path: '/a' });

    expect([first.status, first.text]).toEqual([500, '{"message":"Internal Server Error"}']);
    expect(second.text).toBe('fine');
    expect(lines.join()).toContain('broken');
  });

  it('answers bytes that are not HTTP and goes on', async () => {
    const { port } = await serve(async (_, response) => void response.end('fine'));

    const answer = await sendBytes(port, 'GARBAGE\r\n\r\n');

    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await sendRaw({ port, path: '/' })).text).toBe('fine');
  });

  it('keeps a connection alive for the next request', async () => {
    const ports = new Set<number | undefined>();
    const { port } = await serve(async (request, response) => {
      ports.add(request.socket.remotePort);
      response.end();
    });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });

    await sendRaw({ port, path: '/', agent });
    await sendRaw({ port, path: '/', agent });
    agent.destroy();

    expect(ports.size).toBe(1);
  });

  it('lets a request under way finish when it closes, and ends its connection', async () => {
    const [arrived, release] = [deferred(), deferred()];
    const server = await serve(async (_, response) => {
      arrived.resolve();
      await release.promise;
      response.end('done');
    });
    const agent = new Agent({ keepAlive: true });
    const answer = sendRaw({ port: server.port, path: '/', agent });
    await arrived.promise;

    const closed = server.close();
    release.resolve();

    expect((await answer).text).toBe('done');
    await closed;
    agent.destroy();
    await expect(sendRaw({ port: server.port, path: '/' })).rejects.toThrow(/ECONNREFUSED/);
  });

  it('refuses a body by its announced length before the client sends it', async () => {
    const { port } = await serve(async (request, response) => {
      await readBody(request, response, 10).catch(() => {
        response.statusCode = 413;
        response.end();
      });
    });

    const answer = await sendBytes(
      port,
      'POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n',
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('tells a waiting client to go on when the body is allowed', async () => {
    const { port } = await serve(async (request, response) => {
      const body = await readBody(request, response, 10);
      response.setHeader('Connection', 'close');
      response.end(body);
    });

    const answer = await sendBytes(
      port,
      'POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nok',
    );

    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK/);
    expect(answer).toMatch(/ok$/);
  });

  it('refuses a chunked body as soon as it is too long', async () => {
    const { port } = await serve(async (request, response) => {
      await readBody(request, response, 10).catch(() => {
        response.writeHead(413, { connection: 'close' });
        response.end();
      });
    });

    const answer = await sendBytes(
      port,
      'POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nc\r\nhello world!\r\n',
    );

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
  });
});
