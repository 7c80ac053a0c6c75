import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { BatchWriteCommand, type DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { publishedAttributes } from '../lambdas/adapters/dynamo-image-item';
import { imagePk } from '../lambdas/adapters/dynamo-keys';
import type { PublishedImage } from '../lambdas/core/image';
import { refOf } from '../lambdas/core/keys';
import { photograph } from '../test/support/files/fixture';
import { type LocalService, startLocalService } from '../test/support/service/local-service';
import { openLocalTable } from '../test/support/service/local-table';
import { median } from './median';
import { printTable } from './table';

/**
 * `npx tsx bench/list.ts [images]`: walks a list of 100,000 images over HTTP while images are created and deleted
 * between its pages. The last pages must cost what the first do, and no image that was there all the time may be
 * missing or met twice. The last numbered page, which costs more, must still be answered in the function's time.
 */

const IMAGES = Number(process.argv[2] ?? 100_000);
const PAGE_SIZE = 1000;
/** How much more than one of the first pages one of the last may cost. */
const MAX_RATIO = 1.3;
/** Pages at either end that are compared, and how often each is asked for. */
const SAMPLE = 10;
const ROUNDS = 3;
/** BatchWriteItem takes no more. */
const BATCH_SIZE = 25;
const WRITERS = 8;
const FIRST_UPLOAD = Date.parse('2026-01-01T00:00:00.000Z');

interface Page {
  readonly images: readonly { readonly id: string }[];
  readonly continuation_token: string | null;
}

const imageOf = (number: number): PublishedImage => ({
  accountId: 'local',
  id: `seed/${number}`,
  // Three images share each millisecond, so that positions differ in their keys only.
  uploaded: new Date(FIRST_UPLOAD + Math.floor(number / 3)).toISOString(),
  requireSignedURLs: false,
  meta: { number },
  filename: `${number}.jpg`,
  file: {
    format: 'jpeg',
    contentType: 'image/jpeg',
    width: 640,
    height: 480,
    frames: 1,
    bytes: 50_000,
    sha256: 'ab'.repeat(32),
  },
  objectKey: `images/seed/${number}`,
});

const itemOf = (number: number) => {
  const image = imageOf(number);
  const { accountId, id, uploaded, requireSignedURLs } = image;
  return {
    pk: imagePk(refOf(image)),
    accountId,
    id,
    uploaded,
    requireSignedURLs,
    meta: JSON.stringify(image.meta),
    ...publishedAttributes(image, undefined),
  };
};

/** Writes the images straight into the table: uploading them would take hours and prove nothing about lists. */
const seed = async (client: DynamoDBDocumentClient, tableName: string): Promise<void> => {
  let next = 0;
  const write = async (): Promise<void> => {
    while (next < IMAGES) {
      const start = next;
      next += BATCH_SIZE;
      const numbers = Array.from({ length: Math.min(BATCH_SIZE, IMAGES - start) }, (_, i) => start + i);
      const requests = numbers.map((number) => ({ PutRequest: { Item: itemOf(number) } }));
      await client.send(new BatchWriteCommand({ RequestItems: { [tableName]: requests } }));
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, write));
};

const connect = (service: LocalService) => {
  const headers = { authorization: `Bearer ${service.apiToken}` };
  const images = `${service.baseUrl}/accounts/${service.accountId}/images`;
  const request = async <Result>(address: string, init: RequestInit = {}): Promise<Result> => {
    const response = await fetch(`${images}${address}`, { ...init, headers });
    if (!response.ok) throw new Error(`${address} was answered with ${response.status}`);
    return ((await response.json()) as { result: Result }).result;
  };
  const list = (order: string, token: string) =>
    request<Page>(`/v2?per_page=${PAGE_SIZE}&sort_order=${order}&continuation_token=${token}`);
  const listNumbered = (page: number) => request<Page>(`/v1?per_page=${PAGE_SIZE}&page=${page}`);
  const create = async (): Promise<string> => {
    const form = new FormData();
    form.append('file', new Blob([new Uint8Array(photograph('photo.webp'))]), 'new.webp');
    return (await request<{ id: string }>('/v1', { method: 'POST', body: form })).id;
  };
  const remove = (id: string) => request(`/v1/${encodeURIComponent(id)}`, { method: 'DELETE' });
  return { list, listNumbered, create, remove };
};

type Api = ReturnType<typeof connect>;

/** What changes while somebody walks: one image comes, the last one listed goes, and one goes that is far ahead. */
const change = async (api: Api, page: Page, ahead: string | undefined, alive: Set<string>): Promise<void> => {
  await api.create();
  for (const id of [page.images.at(-1)?.id, ahead]) {
    if (id === undefined || !alive.delete(id)) continue;
    await api.remove(id);
  }
};

interface Walk {
  /** The token of each page, in order; the first has none. */
  readonly tokens: readonly string[];
  readonly duplicates: number;
  readonly gaps: number;
  readonly listed: number;
}

/** `alive` are the images that must be met; it loses those that are deleted on the way. */
const walk = async (api: Api, order: string, alive: Set<string>): Promise<Walk> => {
  const seen = new Map<string, number>();
  const ahead = order === 'asc' ? [...alive] : [...alive].reverse();
  const tokens = [''];
  for (;;) {
    const page = await api.list(order, tokens.at(-1) ?? '');
    for (const { id } of page.images) seen.set(id, (seen.get(id) ?? 0) + 1);
    if (page.continuation_token === null) break;
    tokens.push(page.continuation_token);
    await change(api, page, ahead.pop(), alive);
  }
  const gaps = [...alive].filter((id) => !seen.has(id)).length;
  return {
    tokens,
    duplicates: [...seen.values()].filter((count) => count > 1).length,
    gaps,
    listed: seen.size,
  };
};

/** Milliseconds of the first and of the last full pages, asked for by turns: tokens may be used again. */
const measure = async (api: Api, order: string, tokens: readonly string[]): Promise<[number, number]> => {
  const ends = [tokens.slice(0, SAMPLE), tokens.slice(-SAMPLE - 1, -1)] as const;
  const times: [number[], number[]] = [[], []];
  for (let turn = 0; turn < SAMPLE * ROUNDS; turn += 1) {
    for (const end of [0, 1] as const) {
      const startedAtMs = performance.now();
      await api.list(order, ends[end][turn % ends[end].length] ?? '');
      times[end].push(performance.now() - startedAtMs);
    }
  }
  return [median(times[0]), median(times[1])];
};

const report = async (api: Api, order: string, alive: Set<string>) => {
  const { tokens, duplicates, gaps, listed } = await walk(api, order, alive);
  const [first, last] = await measure(api, order, tokens);
  const ratio = last / first;
  const cells = [order, tokens.length, listed, first.toFixed(1), last.toFixed(1), ratio.toFixed(2)];
  return {
    row: [...cells, duplicates, gaps].map(String),
    isGood: ratio <= MAX_RATIO && duplicates === 0 && gaps === 0,
  };
};

/** @throws Error when the page is not answered, or is not the last one */
const reportNumbered = async (api: Api): Promise<void> => {
  const number = IMAGES / PAGE_SIZE;
  const startedAtMs = performance.now();
  const { images } = await api.listNumbered(number);
  if (images.length !== PAGE_SIZE) throw new Error(`Page ${number} has ${images.length} images`);
  console.log(`page ${number} by its number: ${(performance.now() - startedAtMs).toFixed(0)} ms`);
};

const run = async (service: LocalService): Promise<boolean> => {
  const { client, tableName } = await openLocalTable(service.dataDir);
  const startedAtMs = performance.now();
  await seed(client, tableName);
  client.destroy();
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(0);
  console.log(`${IMAGES} images, written in ${seconds} s; pages of ${PAGE_SIZE}`);
  const api = connect(service);
  await reportNumbered(api);
  const alive = new Set(Array.from({ length: IMAGES }, (_, number) => imageOf(number).id));
  const reports = [];
  for (const order of ['desc', 'asc']) reports.push(await report(api, order, alive));
  const head = ['order', 'pages', 'images', 'first ms', 'last ms', 'last / first', 'duplicates', 'gaps'];
  printTable([head, ...reports.map(({ row }) => row)]);
  return reports.every(({ isGood }) => isGood);
};

const main = async (): Promise<void> => {
  const dataDir = await mkdtemp(path.join(tmpdir(), 'bench-list-'));
  const service = await startLocalService({ dataDir });
  try {
    if (!(await run(service))) process.exitCode = 1;
  } finally {
    await service.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
