import { mkdir, readdir, rm } from 'node:fs/promises';
import { Agent, type ClientRequest, request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { startS3Server } from '../../../local/s3/s3-server';
import { deferred } from '../../support/deferred';
import { poll } from '../../support/poll';
import { multipart } from './support/post-form';
import { errorCode, rawRequest } from './support/raw-request';
import { signHeaders } from './support/sign-request';
import {
  ADMIN,
  BUCKET,
  fixedIam,
  startTestServer,
  type TestServer,
  type TestServerOptions,
} from './support/test-server';

describe('the server', () => {
  let server: TestServer;

  beforeEach(async () => {
    server = await startTestServer();
  });

  afterEach(() => server.close());

  /** Another server in place of the one that every test has. */
  const useServer = async (options: TestServerOptions) => {
    await server.close();
    server = await startTestServer(options);
  };

  const keys = async () => {
    const page = await server.client().send(new ListObjectsV2Command({ Bucket: BUCKET }));
    return (page.Contents ?? []).map(({ Key }) => Key);
  };
  const incoming = () => readdir(join(server.dataDir, 'incoming'));

  /** Begins a PUT of `bytes` bytes and sends `sent` of them; `answer` resolves with the status, or 0 if cut off. */
  const beginUpload = async (key: string, bytes: number, sent: number) => {
    const path = `/${BUCKET}/${key}`;
    const headers = { 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' };
    const signed = await signHeaders(server.port, ADMIN, { method: 'PUT', path, headers });
    let request: ClientRequest | undefined;
    const answer = new Promise<number>((resolve) => {
      request = httpRequest(
        {
          host: '127.0.0.1',
          port: server.port,
          method: 'PUT',
          path,
          headers: { ...signed.headers, 'content-length': String(bytes) },
          agent: false,
        },
        (response) => resolve(response.resume().statusCode ?? 0),
      );
      request.on('error', () => resolve(0));
      request.write(Buffer.alloc(sent, 'x'));
    });
    await poll(incoming, (files) => files.length > 0);
    return { answer, request: request as unknown as ClientRequest };
  };

  it('keeps objects across restarts', async () => {
    await server
      .client()
      .send(new PutObjectCommand({ Bucket: BUCKET, Key: 'kept', Body: 'bytes', ContentType: 'a/b' }));

    await server.restart();

    const got = await server.client().send(new GetObjectCommand({ Bucket: BUCKET, Key: 'kept' }));
    expect(got).toMatchObject({ ContentType: 'a/b', ETag: '"4b3a6218bb3e3a7303e8a171a60fcf92"' });
    expect(await got.Body?.transformToString()).toBe('bytes');
  });

  it('keeps nothing of an upload whose client goes away', async () => {
    const { request, answer } = await beginUpload('aborted', 1_000_000, 400_000);

    request.destroy(new Error('gone'));

    expect(await answer).toBe(0);
    await poll(incoming, (files) => files.length === 0);
    expect(await keys()).toEqual([]);
    expect(server.published).toEqual([]);
    expect(server.unexpected).toEqual([]);
  });

  it('lets an upload finish that is on its way when it is closed', async () => {
    await useServer({ closeGraceMilliseconds: 120_000 });
    const { request, answer } = await beginUpload('slow', 1_000, 400);

    const restarted = server.restart();
    await expect(rawRequest(server.port, { path: '/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    request.end(Buffer.alloc(600, 'x'));

    expect(await answer).toBe(200);
    await restarted;
    expect(await keys()).toEqual(['slow']);
    expect(server.published).toHaveLength(1);
  });

  it('drops an upload that does not come to its end when it is closed', async () => {
    await useServer({ closeGraceMilliseconds: 10 });
    const { answer } = await beginUpload('stuck', 1_000, 400);

    await server.restart();

    expect(await answer).toBe(0);
    expect(await keys()).toEqual([]);
    expect(await incoming()).toEqual([]);
  });

  it('is not closed before an event is out whose client went away', async () => {
    const steps: string[] = [];
    const client = new AbortController();
    const release = deferred();
    await useServer({
      closeGraceMilliseconds: 10,
      publish: async () => {
        steps.push('publishing');
        client.abort();
        await release.promise;
        steps.push('published');
      },
    });
    const upload = server.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a', Body: 'x' }), {
      abortSignal: client.signal,
    });
    await expect(upload).rejects.toMatchObject({ name: 'AbortError' });

    const restarted = server.restart().then(() => steps.push('closed'));
    // Long past the grace: a server that waits for nothing else is closed by then.
    await sleep(100);
    release.resolve();
    await restarted;

    expect(steps).toEqual(['publishing', 'published', 'closed']);
  });

  it('closes although connections are kept alive, and answers again', async () => {
    await keys();
    const silent = connect(server.port, '127.0.0.1');
    await new Promise((resolve) => silent.once('connect', resolve));

    await server.restart();

    expect(await keys()).toEqual([]);
    silent.destroy();
  });

  it('says that its port is taken, and leaves the data of the other alone', async () => {
    const { request, answer } = await beginUpload('meanwhile', 1_000, 400);

    const second = startS3Server({
      host: '127.0.0.1',
      port: server.port,
      dataDir: server.dataDir,
      buckets: [],
      iam: fixedIam([]),
      publish: async () => undefined,
    });

    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
    request.end(Buffer.alloc(600, 'x'));
    expect(await answer).toBe(200);
  });

  it('stays usable on a connection whose uploads are refused before, in and after their bodies', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (method: string, path: string, headers: Record<string, string>, body: Buffer) =>
      new Promise<{ code: string; port: number | undefined }>((resolve, reject) => {
        const request = httpRequest({ host: '127.0.0.1', port: server.port, method, path, headers, agent });
        request.on('error', reject).on('response', (response) => {
          const { localPort } = response.socket;
          let text = '';
          response.on('data', (chunk: Buffer) => {
            text += chunk.toString();
          });
          response.on('end', () => resolve({ code: errorCode(text), port: localPort }));
        });
        request.end(body);
      });
    const body = Buffer.alloc(2_000_000, 'x');
    const length = { 'content-length': String(body.length) };
    const path = `/${BUCKET}/a`;
    const put = async (headers: Record<string, string>) => {
      const signed = await signHeaders(server.port, ADMIN, {
        method: 'PUT',
        path,
        headers: { ...headers, ...length },
      });
      return send('PUT', path, signed.headers, body);
    };
    const { fields } = await createPresignedPost(server.client(), {
      Bucket: BUCKET,
      Key: 'b',
      Conditions: [['content-length-range', 0, 9]],
    });
    const form = multipart([...Object.entries(fields), ['file', body]]);
    const broken = multipart([...Object.entries({ ...fields, key: 'c' }), ['file', body]]);

    const answers = [
      await send('PUT', path, length, body),
      await put({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD', 'content-md5': 'AAAAAAAAAAAAAAAAAAAAAA==' }),
      await put({
        'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER',
        'x-amz-decoded-content-length': '9',
      }),
      await send('POST', `/${BUCKET}`, form.headers, form.body),
      await send('POST', `/${BUCKET}`, broken.headers, broken.body),
      await put({ 'x-amz-content-sha256': 'UNSIGNED-PAYLOAD' }),
    ];
    agent.destroy();

    expect(answers.map(({ code }) => code)).toEqual([
      'AccessDenied',
      'BadDigest',
      'InvalidRequest',
      'EntityTooLarge',
      'AccessDenied',
      '',
    ]);
    expect(new Set(answers.map(({ port }) => port)).size).toBe(1);
  });

  it('hides what went wrong inside, and reports it', async () => {
    const broken = await startTestServer({
      publish: async () => {
        throw new Error('secret path /var/data');
      },
    });

    const upload = broken.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a', Body: 'x' }));

    await expect(upload).rejects.toMatchObject({
      name: 'InternalError',
      message: expect.not.stringContaining('secret'),
    });
    expect(broken.unexpected).toMatchObject([{ message: 'secret path /var/data' }]);
    await broken.close();
  });

  it('reports a disk that fails in the middle of an answer', async () => {
    await server.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'a', Body: 'bytes' }));
    const files = await readdir(join(server.dataDir, 'objects'), { recursive: true });
    const bytes = join(server.dataDir, 'objects', files.find((file) => file.endsWith('.bytes')) ?? '');
    // Opens like a file and cannot be read like one.
    await rm(bytes);
    await mkdir(bytes);

    const got = server.client().send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a' }));

    await expect(got.then(({ Body }) => Body?.transformToString())).rejects.toThrow();
    await poll(
      async () => server.unexpected,
      (errors) => errors.length > 0,
    );
    expect(server.unexpected).toMatchObject([{ code: 'EISDIR' }]);
  });

  it('reports nothing when a client goes away in the middle of its answer', async () => {
    const Body = Buffer.alloc(20_000_000, 'x');
    await server.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: 'large', Body }));
    const path = `/${BUCKET}/large`;
    const { headers } = await signHeaders(server.port, ADMIN, { method: 'GET', path });
    const request = httpRequest({ host: '127.0.0.1', port: server.port, path, headers, agent: false });
    const begun = new Promise<void>((resolve) => {
      request.on('response', (response) => response.once('data', () => resolve()));
    });
    request.on('error', () => undefined).end();
    await begun;

    request.destroy();

    await server.restart();
    expect(server.unexpected).toEqual([]);
  });

  it('survives requests that are no S3 requests at all', async () => {
    for (const path of ['*', 'http://elsewhere/uploads/a', '//', '/?', '/%00/%00', `/${'a'.repeat(4000)}`]) {
      const answer = await rawRequest(server.port, { path });
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(errorCode(answer.body)).not.toBe('InternalError');
    }
    const garbage = connect(server.port, '127.0.0.1');
    garbage.write('NOT HTTP\r\n\r\n');
    await new Promise((resolve) => garbage.once('close', resolve).resume());

    expect(await keys()).toEqual([]);
    expect(server.unexpected).toEqual([]);
  });
});
