import { Readable } from 'node:stream';
import { getObject } from '../../../local/s3/operations/get-object';
import type { SignedContext } from '../../../local/s3/operations/operation';
import type { StoredObject } from '../../../local/s3/store/stored-object';

const version = (etag: string): StoredObject => ({
  bucket: 'b',
  key: 'k',
  file: `${etag}.bytes`,
  bytes: 3,
  etag,
  lastModified: '2024-05-01T12:00:00.000Z',
  contentType: 'text/plain',
  storageClass: 'STANDARD',
  headers: [],
  metadata: [],
});

/** A context whose store changes between the moment an object is found and the moment its bytes are opened. */
const racing = (first: StoredObject, second: StoredObject | undefined): SignedContext => {
  let current: StoredObject | undefined = first;
  const store = {
    find: () => current,
    openBytes: async (object: StoredObject) => {
      if (object === second) return Readable.from([Buffer.from('new')]);
      current = second;
      return undefined;
    },
  };
  const request = { key: 'k', headers: new Map(), query: new Map() };
  const permissions = { require: () => undefined, missing: () => new Error('missing') };
  return { request, bucket: { name: 'b' }, store, permissions } as unknown as SignedContext;
};

describe('getObject', () => {
  it('sends the new version with its own headers when the object is replaced meanwhile', async () => {
    const answer = await getObject(racing(version('old'), version('new')));

    expect(answer).toMatchObject({ status: 200, headers: { etag: '"new"' } });
    expect(answer.body).toBeInstanceOf(Readable);
  });

  it('answers that there is none when the object is deleted meanwhile', async () => {
    await expect(getObject(racing(version('old'), undefined))).rejects.toThrow('missing');
  });
});
