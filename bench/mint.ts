import { randomUUID } from 'node:crypto';
import { type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoImageRepository } from '../lambdas/adapters/dynamo-image-repository';
import { S3UploadSigner } from '../lambdas/adapters/s3-upload-signer';
import { randomNonce } from '../lambdas/core/nonce';
import type { ImageRepository } from '../lambdas/core/ports';
import type { RequestLogger } from '../lambdas/http/log-request';
import { createHandler } from '../lambdas/mint/handler';
import { controlEvent, lambdaContext, multipart } from '../test/support/control/control-request';
import { startDynalite } from '../test/support/dynalite/dynalite-table';
import { InMemoryTokens } from '../test/support/in-memory/in-memory-tokens';
import { printColdImport } from './cold-import';
import { holdTo } from './hold-to';
import { median } from './median';
import { printTable } from './table';

/**
 * `npm run bench -- mint`: a whole mint beside what it cannot do without, one conditional write and one signature, in
 * one run against the same embedded DynamoDB; and what a cold start loads.
 */

const ROUNDS = 40;
const MINTS_PER_ROUND = 10;
const WARM_UP_ROUNDS = 10;
/** How much longer than the write and the signature a mint may take; DynamoDB itself writes slower than this table. */
const MAX_RATIO = 2;
const EXPIRY_SECONDS = 1800;
const DAY_MS = 86_400_000;

const SILENT_LOGGER: RequestLogger = {
  appendKeys: () => undefined,
  resetKeys: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: console.error,
};

const session = {
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'session',
  expiration: new Date(Date.now() + DAY_MS),
};

const signer = new S3UploadSigner({
  bucket: 'staging',
  maxBytes: 26_214_400,
  region: 'us-east-1',
  session: { credentials: async () => session },
});

const form = multipart([
  { name: 'creator', value: 'ada' },
  { name: 'metadata[album]', value: 'lake' },
  { name: 'requireSignedURLs', value: 'true' },
]);

interface Request {
  readonly body?: string | Buffer;
  readonly headers?: Record<string, string>;
}

const mintWith = (images: ImageRepository) => {
  const handler = createHandler({
    images,
    staged: { exists: async () => false },
    tokens: new InMemoryTokens().add('token', { accountId: 'bench' }),
    signer,
    clock: () => new Date(),
    newId: randomUUID,
    newNonce: randomNonce,
    uploadBaseUrl: 'https://upload.example.com',
    defaultExpirySeconds: EXPIRY_SECONDS,
    logger: SILENT_LOGGER,
    metrics: { addMetric: () => undefined, publishStoredMetrics: () => undefined },
  });
  return async (request: Request = {}): Promise<void> => {
    const event = controlEvent({
      routeKey: 'POST /client/v4/accounts/{account_id}/images/v2/direct_upload',
      pathParameters: { account_id: 'bench' },
      ...request,
      headers: { authorization: 'Bearer token', ...request.headers },
    });
    const answer = await handler(event, lambdaContext());
    if (typeof answer !== 'object' || answer.statusCode !== 200) throw new Error(JSON.stringify(answer));
  };
};

/** What no mint can do without: an item that must not be there yet, and a presigned POST. */
const bareWith = (client: DynamoDBDocumentClient, tableName: string) => async (): Promise<void> => {
  const expiresAt = new Date(Date.now() + EXPIRY_SECONDS * 1000);
  const [id, nonce] = [randomUUID(), randomNonce()];
  const Item = { pk: id, id, nonce, draft: true, expiresAtSeconds: expiresAt.getTime() / 1000 };
  await client.send(
    new PutCommand({ TableName: tableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
  );
  await signer.sign(`staging/bench/${id}.${nonce}`, expiresAt);
};

type Subject = readonly [name: string, work: () => Promise<unknown>];

/** The first is what the others are compared with. */
const subjectsOf = (client: DynamoDBDocumentClient, tableName: string): readonly Subject[] => {
  const mint = mintWith(new DynamoImageRepository(client, tableName));
  return [
    ['write and signature', bareWith(client, tableName)],
    ['mint, no body', () => mint()],
    [
      'mint, JSON',
      () => mint({ body: '{"creator":"ada"}', headers: { 'content-type': 'application/json' } }),
    ],
    ['mint, form', () => mint({ body: form.body, headers: { 'content-type': form.contentType } })],
  ];
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAtMs = performance.now();
  for (let i = 0; i < MINTS_PER_ROUND; i += 1) await work();
  return (performance.now() - startedAtMs) / MINTS_PER_ROUND;
};

/** The ratio of each subject to the first. */
const compare = async (subjects: readonly Subject[]): Promise<number[]> => {
  const times = subjects.map((): number[] => []);
  // Taking turns, each first in its turn, so that whatever else the machine does slows all.
  for (let round = -WARM_UP_ROUNDS; round < ROUNDS; round += 1) {
    for (let turn = 0; turn < subjects.length; turn += 1) {
      const index = (round + WARM_UP_ROUNDS + turn) % subjects.length;
      const milliseconds = await timed(async () => subjects[index]?.[1]());
      if (round >= 0) times[index]?.push(milliseconds);
    }
  }
  const ratios = times.map((own) => median(own.map((ms, round) => ms / (times[0]?.[round] ?? ms))));
  printTable([
    ['', 'ms', 'ratio'],
    ...subjects.map(([name], i) => [name, median(times[i] ?? []).toFixed(2), (ratios[i] ?? 0).toFixed(2)]),
  ]);
  return ratios;
};

const main = async (): Promise<void> => {
  const server = await startDynalite();
  const { client, tableName } = await server.createTable();
  const ratios = await compare(subjectsOf(client, tableName));
  client.destroy();
  await server.close();
  printColdImport('mint', {
    TABLE_NAME: 'table',
    STAGING_BUCKET: 'staging',
    UPLOAD_SIGNER_ROLE_ARN: 'arn:aws:iam::000000000000:role/upload-signer',
    UPLOAD_BASE_URL: 'https://upload.example.com',
    MAX_UPLOAD_BYTES: '26214400',
    DEFAULT_EXPIRY_SECONDS: String(EXPIRY_SECONDS),
    RATE_LIMIT: 'none',
  });
  holdTo(MAX_RATIO, ratios);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
