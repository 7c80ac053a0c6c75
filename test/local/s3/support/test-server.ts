import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { S3Client } from '@aws-sdk/client-s3';
import type { Credentials, Iam } from '../../../../local/iam/iam';
import { type BucketConfig, type S3Server, startS3Server } from '../../../../local/s3/s3-server';

/** The bucket that publishes to QUEUE. */
export const BUCKET = 'uploads';
/** ARN of the queue that learns of every object in BUCKET. */
export const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:uploads';

/** Permanent credentials without a session token. */
export const ADMIN: Credentials = { accessKeyId: 'AKIAADMIN', secretAccessKey: 'admin-secret' };
/** A role session. */
export const SESSION: Credentials = {
  accessKeyId: 'ASIASESSION',
  secretAccessKey: 'session-secret',
  sessionToken: 'session/token+with=signs',
};

/** An IAM of fixed users; `deny` lists `action resource` pairs, with `*` at the end for a prefix. */
export const fixedIam = (users: readonly Credentials[], deny: readonly string[] = []): Iam => ({
  credentialsOf: (accessKeyId) => users.find((user) => user.accessKeyId === accessKeyId),
  issue: () => {
    throw new Error('not needed here');
  },
  isAllowed: (accessKeyId, action, resource) =>
    users.some((user) => user.accessKeyId === accessKeyId) &&
    !deny.some((rule) =>
      rule.endsWith('*')
        ? `${action} ${resource}`.startsWith(rule.slice(0, -1))
        : rule === `${action} ${resource}`,
    ),
});

/** An event that a server published. */
export interface Published {
  readonly queueArn: string;
  readonly event: { Records: Record<string, never>[] };
}

/** A running server and what it has told. */
export interface TestServer {
  readonly origin: string;
  readonly port: number;
  readonly dataDir: string;
  readonly published: Published[];
  readonly unexpected: unknown[];
  client(credentials?: Credentials): S3Client;
  /** Stops it and starts it again on the same data. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** What a test wants otherwise. */
export interface TestServerOptions {
  readonly buckets?: readonly BucketConfig[];
  readonly users?: readonly Credentials[];
  readonly deny?: readonly string[];
  readonly now?: () => Date;
  readonly closeGraceMilliseconds?: number;
  readonly publish?: (queueArn: string, event: object) => Promise<void>;
}

const DEFAULT_BUCKETS: readonly BucketConfig[] = [
  { name: BUCKET, cors: [], notifications: [{ events: ['s3:ObjectCreated:*'], queueArn: QUEUE }] },
  { name: 'other', cors: [], notifications: [] },
];

/** A server on a free port with its own data folder, recording what it publishes. */
export const startTestServer = async (options: TestServerOptions = {}): Promise<TestServer> => {
  const dataDir = await mkdtemp(join(tmpdir(), 'local-s3-'));
  const published: Published[] = [];
  const unexpected: unknown[] = [];
  const clients: S3Client[] = [];
  const start = (): Promise<S3Server> =>
    startS3Server({
      host: '127.0.0.1',
      port: 0,
      dataDir,
      buckets: options.buckets ?? DEFAULT_BUCKETS,
      iam: fixedIam(options.users ?? [ADMIN, SESSION], options.deny),
      publish:
        options.publish ??
        (async (queueArn, event) => void published.push({ queueArn, event: event as Published['event'] })),
      onUnexpectedError: (error) => void unexpected.push(error),
      ...(options.now ? { now: options.now } : {}),
      ...(options.closeGraceMilliseconds ? { closeGraceMilliseconds: options.closeGraceMilliseconds } : {}),
    });
  let server = await start();
  return {
    get origin() {
      return `http://127.0.0.1:${server.port}`;
    },
    get port() {
      return server.port;
    },
    dataDir,
    published,
    unexpected,
    client(credentials = ADMIN) {
      const client = new S3Client({
        region: 'us-east-1',
        endpoint: `http://127.0.0.1:${server.port}`,
        credentials,
        maxAttempts: 1,
      });
      clients.push(client);
      return client;
    },
    async restart() {
      for (const client of clients.splice(0)) client.destroy();
      await server.close();
      server = await start();
    },
    async close() {
      for (const client of clients) client.destroy();
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
};
