import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ObjectStore, type ObjectWrite } from '../../../local/s3/store/object-store';
import type { StoredObject } from '../../../local/s3/store/stored-object';

const NOW = new Date('2024-05-01T12:00:00.000Z');
const ATTRIBUTES = { contentType: 'text/plain', storageClass: 'STANDARD', headers: [], metadata: [] };

describe('ObjectStore', () => {
  let folder: string;
  let dataDir: string;
  let store: ObjectStore;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'object-store-'));
    dataDir = join(folder, 'data');
    store = await ObjectStore.open(dataDir, () => NOW);
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  async function* chunksOf(...chunks: (string | Error)[]): AsyncGenerator<Buffer> {
    for (const chunk of chunks) {
      if (chunk instanceof Error) throw chunk;
      yield Buffer.from(chunk);
    }
  }
  const put = (key: string, body: string, more: Partial<ObjectWrite> = {}) =>
    store.put({ bucket: 'b', key, chunks: chunksOf(body), describe: () => ATTRIBUTES, ...more });
  const textOf = async (object: StoredObject | undefined): Promise<string | undefined> => {
    const bytes = object && (await store.openBytes(object));
    if (bytes === undefined) return undefined;
    const chunks: Buffer[] = [];
    for await (const chunk of bytes) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString();
  };
  const read = (key: string) => textOf(store.find('b', key));
  const filesOnDisk = async (): Promise<string[]> => {
    const found = await readdir(dataDir, { recursive: true, withFileTypes: true });
    return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  };

  it('keeps objects across restarts, with everything that is known of them', async () => {
    const attributes = {
      ...ATTRIBUTES,
      headers: [['expires', 'never']] as [string, string][],
      metadata: [['__proto__', 'x']] as [string, string][],
    };
    const stored = await put('ü/😀', 'bytes', { describe: () => attributes });
    await put('gone', 'bytes');
    await store.delete('b', 'gone');

    store = await ObjectStore.open(dataDir, () => NOW);

    expect(store.find('b', 'ü/😀')).toEqual(stored);
    expect(stored).toMatchObject({
      bytes: 5,
      etag: '4b3a6218bb3e3a7303e8a171a60fcf92',
      lastModified: NOW.toISOString(),
      ...attributes,
    });
    expect(await read('ü/😀')).toBe('bytes');
    expect(store.find('b', 'gone')).toBeUndefined();
  });

  it('keeps two files for an object and none for what was replaced or deleted', async () => {
    await put('a', 'first');
    await put('a', 'second');
    expect(await filesOnDisk()).toHaveLength(2);

    await store.delete('b', 'a');

    expect(await filesOnDisk()).toEqual([]);
  });

  it('makes every file below its folder, whatever the key', async () => {
    for (const key of [
      '../out',
      '/etc/out',
      '..',
      '.',
      'a/../../../out',
      'nul\0',
      'x'.repeat(1024),
      '\\..\\out',
    ]) {
      await put(key, key);
      expect(await read(key)).toBe(key);
    }

    const files = await filesOnDisk();
    expect(
      files.every((file) => /^[0-9a-f]{64}\.json$|^[0-9a-f-]{36}\.bytes$/.test(file.split('/').at(-1) ?? '')),
    ).toBe(true);
    expect(await readdir(folder)).toEqual(['data']);
  });

  it('keeps the same key of two buckets apart', async () => {
    await put('k', 'one');
    await store.put({ bucket: 'c', key: 'k', chunks: chunksOf('two'), describe: () => ATTRIBUTES });

    expect(await read('k')).toBe('one');
    expect(await textOf(store.find('c', 'k'))).toBe('two');
    expect(store.list('b').map(({ key }) => key)).toEqual(['k']);
  });

  it('keeps nothing of a write whose bytes end in an error', async () => {
    await put('a', 'old');

    await expect(put('a', '', { chunks: chunksOf('new', new Error('aborted')) })).rejects.toThrow('aborted');
    await expect(put('b', '', { chunks: chunksOf('new', new Error('aborted')) })).rejects.toThrow('aborted');

    expect(await read('a')).toBe('old');
    expect(store.find('b', 'b')).toBeUndefined();
    expect(await filesOnDisk()).toHaveLength(2);
  });

  it('keeps the old object when what must happen before a write does not', async () => {
    await put('a', 'old');
    const beforeCommit = async () => {
      throw new Error('no outbox');
    };

    await expect(put('a', 'new', { beforeCommit })).rejects.toThrow('no outbox');

    expect(await read('a')).toBe('old');
    expect(await filesOnDisk()).toHaveLength(2);
  });

  it('keeps the old object when the disk refuses the new one', async () => {
    const old = await put('a', 'old');
    const [json = ''] = (await filesOnDisk()).filter((file) => file.endsWith('.json'));
    await rm(json);
    await mkdir(json);

    await expect(put('a', 'new')).rejects.toThrow(/EISDIR|ENOTEMPTY|EEXIST/);

    expect(store.find('b', 'a')).toEqual(old);
    expect(await read('a')).toBe('old');
    expect((await filesOnDisk()).filter((file) => file.endsWith('.bytes'))).toHaveLength(1);
  });

  it('runs what must happen before a write only when its condition holds', async () => {
    const calls: string[] = [];
    const beforeCommit = async (object: StoredObject) => void calls.push(object.etag);
    await put('a', 'old', { beforeCommit });

    await expect(put('a', 'new', { beforeCommit, condition: { kind: 'absent' } })).rejects.toMatchObject({
      code: 'PreconditionFailed',
    });

    expect(calls).toHaveLength(1);
  });

  it('lets one of many writers win who all want to be first', async () => {
    const writers = Array.from({ length: 25 }, (_, index) =>
      put('race', `${index}`, { condition: { kind: 'absent' } }),
    );

    const outcomes = await Promise.allSettled(writers);

    const won = outcomes.flatMap((outcome, index) => (outcome.status === 'fulfilled' ? [`${index}`] : []));
    expect(won).toHaveLength(1);
    expect(await read('race')).toBe(won[0]);
    expect(await filesOnDisk()).toHaveLength(2);
  });

  it('lets a reader finish the version that it opened', async () => {
    const object = await put('a', 'old');
    const bytes = await store.openBytes(object);

    await put('a', 'new');
    await store.delete('b', 'a');

    const chunks: Buffer[] = [];
    for await (const chunk of bytes ?? []) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe('old');
    expect(await store.openBytes(object)).toBeUndefined();
  });

  it('lists by key in UTF-8 byte order, as it stands at that moment', async () => {
    for (const key of ['b', '😀', '\uffff', 'a']) await put(key, key);
    expect(store.list('b').map(({ key }) => key)).toEqual(['a', 'b', '\uffff', '😀']);

    await store.delete('b', 'b');
    await put('c', 'c');

    expect(store.list('b').map(({ key }) => key)).toEqual(['a', 'c', '\uffff', '😀']);
    expect(store.list('none')).toEqual([]);
  });

  describe('after a crash', () => {
    const crash = async () => {
      await put('whole', 'whole');
      const [json = ''] = (await filesOnDisk()).filter((file) => file.endsWith('.json'));
      return { json, folder: join(json, '..') };
    };

    it('clears half-received bodies and bytes that nothing names', async () => {
      const { folder } = await crash();
      await writeFile(join(dataDir, 'incoming', 'half'), 'half');
      await writeFile(join(folder, 'orphan.bytes'), 'orphan');

      store = await ObjectStore.open(dataDir, () => NOW);

      expect(await filesOnDisk()).toHaveLength(2);
      expect(await read('whole')).toBe('whole');
    });

    it('forgets an object whose bytes are not all there', async () => {
      const { json, folder } = await crash();
      const { file } = JSON.parse(await readFile(json, 'utf8')) as StoredObject;
      await writeFile(join(folder, file), 'who');

      store = await ObjectStore.open(dataDir, () => NOW);

      expect(store.find('b', 'whole')).toBeUndefined();
      expect(await filesOnDisk()).toEqual([]);
    });

    it('refuses to start over JSON that it cannot read, and says which', async () => {
      const { json } = await crash();
      await writeFile(json, '{"bucket":"b"}');

      await expect(ObjectStore.open(dataDir, () => NOW)).rejects.toThrow(json);
    });
  });

  it('works in a folder behind a link', async () => {
    const link = `${dataDir}-link`;
    await symlink(dataDir, link);
    store = await ObjectStore.open(link, () => NOW);

    await put('a', 'linked');
    await rm(link);
    store = await ObjectStore.open(dataDir, () => NOW);

    expect(await read('a')).toBe('linked');
  });
});
