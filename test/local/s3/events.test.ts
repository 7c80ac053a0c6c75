import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CopyObjectCommand, GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { startS3Server } from '../../../local/s3/s3-server';
import { multipart, type Part } from './support/post-form';
import { rawRequest } from './support/raw-request';
import {
  ADMIN,
  BUCKET,
  fixedIam,
  QUEUE,
  SESSION,
  startTestServer,
  type TestServer,
} from './support/test-server';

const OTHER_QUEUE = 'arn:aws:sqs:us-east-1:000000000000:other';

describe('events', () => {
  let server: TestServer | undefined;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

  const put = (running: TestServer, key: string, body = 'bytes') =>
    running.client().send(new PutObjectCommand({ Bucket: BUCKET, Key: key, Body: body }));
  const postForm = async (running: TestServer, Key: string) => {
    const { fields } = await createPresignedPost(running.client(SESSION), { Bucket: BUCKET, Key });
    const parts: Part[] = [...Object.entries(fields), ['file', 'bytes']];
    return rawRequest(running.port, { method: 'POST', path: `/${BUCKET}`, ...multipart(parts) });
  };
  const keysOf = (running: TestServer) =>
    running.published.map(
      ({ event }) => (event.Records[0] as unknown as { s3: { object: { key: string } } }).s3.object.key,
    );

  it('are shaped and encoded exactly as those of S3', async () => {
    const now = new Date('2024-05-01T12:00:00.123Z');
    server = await startTestServer({ now: () => now });
    const client = server.client();
    client.middlewareStack.add(
      (next) => (args) => {
        Object.assign(client.config, { systemClockOffset: now.getTime() - Date.now() });
        return next(args);
      },
      { step: 'initialize' },
    );

    await client.send(
      new PutObjectCommand({ Bucket: BUCKET, Key: 'red flower+ü/(1)=~*!.jpg', Body: 'bytes' }),
    );

    expect(server.published).toEqual([
      {
        queueArn: QUEUE,
        event: {
          Records: [
            {
              eventVersion: '2.1',
              eventSource: 'aws:s3',
              awsRegion: 'us-east-1',
              eventTime: '2024-05-01T12:00:00.123Z',
              eventName: 'ObjectCreated:Put',
              userIdentity: { principalId: 'AWS:AKIAADMIN' },
              requestParameters: { sourceIPAddress: '127.0.0.1' },
              responseElements: {
                'x-amz-request-id': expect.stringMatching(/^[0-9A-F]{16}$/),
                'x-amz-id-2': expect.any(String),
              },
              s3: {
                s3SchemaVersion: '1.0',
                configurationId: 'uploads-0',
                bucket: {
                  name: 'uploads',
                  ownerIdentity: { principalId: expect.any(String) },
                  arn: 'arn:aws:s3:::uploads',
                },
                object: {
                  key: 'red+flower%2B%C3%BC/%281%29%3D%7E*%21.jpg',
                  size: 5,
                  eTag: '4b3a6218bb3e3a7303e8a171a60fcf92',
                  sequencer: expect.stringMatching(/^[0-9A-F]{18}$/),
                },
              },
            },
          ],
        },
      },
    ]);
  });

  it('name how the object came to be', async () => {
    server = await startTestServer();

    await put(server, 'a');
    await postForm(server, 'b');
    await server
      .client()
      .send(new CopyObjectCommand({ Bucket: BUCKET, Key: 'c', CopySource: `${BUCKET}/a` }));

    const names = server.published.map(({ event }) => event.Records[0]?.['eventName']);
    expect(names).toEqual(['ObjectCreated:Put', 'ObjectCreated:Post', 'ObjectCreated:Copy']);
  });

  it('go to the queues that asked for that creation of that key, and to no other', async () => {
    server = await startTestServer({
      buckets: [
        {
          name: BUCKET,
          cors: [],
          notifications: [
            { events: ['s3:ObjectCreated:Post'], queueArn: OTHER_QUEUE },
            { events: ['s3:ObjectCreated:*'], prefix: 'in/ä ', suffix: '.png', queueArn: QUEUE },
          ],
        },
      ],
    });

    await put(server, 'in/ä 1.png');
    await put(server, 'in/a 1.png');
    await put(server, 'in/ä 1.jpg');
    await postForm(server, 'in/ä 2.png');

    expect(server.published.map(({ queueArn }) => queueArn)).toEqual([QUEUE, OTHER_QUEUE, QUEUE]);
    expect(keysOf(server)).toEqual(['in/%C3%A4+1.png', 'in/%C3%A4+2.png', 'in/%C3%A4+2.png']);
  });

  it('carry sequencers that grow with the writes of a key, even within one millisecond', async () => {
    server = await startTestServer();
    const running = server;

    await Promise.all(Array.from({ length: 10 }, (_, index) => put(running, 'same', `${index}`)));

    const objects = running.published.map(
      ({ event }) =>
        (event.Records[0] as unknown as { s3: { object: { eTag: string; sequencer: string } } }).s3.object,
    );
    const last = objects.reduce((a, b) => (a.sequencer > b.sequencer ? a : b));
    const current = await running.client().send(new GetObjectCommand({ Bucket: BUCKET, Key: 'same' }));
    expect(new Set(objects.map(({ sequencer }) => sequencer)).size).toBe(10);
    expect(current.ETag).toBe(`"${last.eTag}"`);
  });

  it('are published before the upload is answered, and after the object can be read', async () => {
    const order: string[] = [];
    let running: TestServer | undefined;
    running = await startTestServer({
      publish: async () => {
        const got = await running?.client().send(new GetObjectCommand({ Bucket: BUCKET, Key: 'a' }));
        order.push(`published with ${got?.ContentLength} bytes`);
        await new Promise((resolve) => setTimeout(resolve, 50));
        order.push('publish done');
      },
    });
    server = running;

    await put(running, 'a');
    order.push('answered');

    expect(order).toEqual(['published with 5 bytes', 'publish done', 'answered']);
  });

  it('are not sent for refused writes', async () => {
    server = await startTestServer();
    const once = new PutObjectCommand({ Bucket: BUCKET, Key: 'a', Body: 'x', IfNoneMatch: '*' });
    await server.client().send(once);

    await expect(server.client().send(once)).rejects.toMatchObject({ name: 'PreconditionFailed' });

    expect(server.published).toHaveLength(1);
    expect(await readdir(join(server.dataDir, 'outbox'))).toEqual([]);
  });

  it('that could not be published fail the upload, and are delivered at the next start', async () => {
    let queueIsDown = true;
    const delivered: unknown[] = [];
    server = await startTestServer({
      publish: async (_, event) => {
        if (queueIsDown) throw new Error('the queue is down');
        delivered.push(event);
      },
    });
    const running = server;

    await expect(put(running, 'a b')).rejects.toMatchObject({ name: 'InternalError' });
    queueIsDown = false;
    await running.restart();

    expect(running.unexpected).toMatchObject([{ message: 'the queue is down' }]);
    expect(delivered).toMatchObject([{ Records: [{ s3: { object: { key: 'a+b' } } }] }]);
    expect(await readdir(join(running.dataDir, 'outbox'))).toEqual([]);
    await running.restart();
    expect(delivered).toHaveLength(1);
  });

  it('of writes that a crash left undone, or half written down, are dropped at the next start', async () => {
    server = await startTestServer();
    const outbox = join(server.dataDir, 'outbox');
    const undone = {
      bucket: BUCKET,
      key: 'never written',
      objectFile: 'x.bytes',
      messages: [{ queueArn: QUEUE, message: {} }],
    };
    await writeFile(join(outbox, 'undone.json'), JSON.stringify(undone));
    await writeFile(join(outbox, 'half.json'), '{"bucket":"upl');

    await server.restart();

    expect(server.published).toEqual([]);
    expect(await readdir(outbox)).toEqual([]);
  });

  it('of earlier starts hold the start up while they cannot be published', async () => {
    let queueIsDown = true;
    server = await startTestServer({
      publish: async () => {
        if (queueIsDown) throw new Error('the queue is down');
      },
    });
    await expect(put(server, 'a')).rejects.toMatchObject({ name: 'InternalError' });

    await expect(server.restart()).rejects.toThrow('the queue is down');

    queueIsDown = false;
    await server.restart();
    expect(await readdir(join(server.dataDir, 'outbox'))).toEqual([]);
  });

  it('that this server would never send cannot be waited for', async () => {
    server = await startTestServer();
    const notifications = [{ events: ['s3:ObjectRemoved:*'], queueArn: QUEUE }];

    const start = startS3Server({
      host: '127.0.0.1',
      port: 0,
      dataDir: join(server.dataDir, 'never'),
      buckets: [{ name: BUCKET, cors: [], notifications }],
      iam: fixedIam([ADMIN]),
      publish: async () => undefined,
    });

    await expect(start).rejects.toThrow('s3:ObjectRemoved:*');
  });
});
