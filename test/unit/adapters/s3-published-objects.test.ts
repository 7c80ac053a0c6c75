import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { S3PublishedObjects } from '../../../lambdas/adapters/s3-published-objects';
import { derivedPrefix, imagePrefix, publishedKey, publishedPrefix } from '../../../lambdas/core/keys';

const TARGET = { accountHash: 'a'.repeat(22), imageKey: 'k'.repeat(43), nonce: 'n'.repeat(22) };
const WINNER = publishedKey(TARGET, '1'.repeat(64));
const LOSER = publishedKey(TARGET, '2'.repeat(64));
const s3 = mockClient(S3Client);
const objects = new S3PublishedObjects(new S3Client({ region: 'eu-west-1' }), 'images-bucket');

const deleted = () => s3.commandCalls(DeleteObjectCommand).map(({ args }) => args[0].input.Key);

beforeEach(() => s3.reset());

describe('published objects', () => {
  it('are stored with the type that was found in them', async () => {
    s3.on(PutObjectCommand).resolves({});

    await objects.put(WINNER, Buffer.from('x'), 'image/png');

    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'images-bucket',
      Key: WINNER,
      Body: Buffer.from('x'),
      ContentType: 'image/png',
    });
  });

  it('are found by key, or not', async () => {
    const Body = { transformToByteArray: async () => new Uint8Array([1, 2]) } as never;
    s3.on(GetObjectCommand)
      .resolvesOnce({ Body })
      .rejectsOnce(new NoSuchKey({ $metadata: {}, message: 'none' }))
      .rejects(new Error('SlowDown'));

    expect(await objects.get(WINNER)).toEqual(Buffer.from([1, 2]));
    expect(await objects.get(WINNER)).toBeUndefined();
    await expect(objects.get(WINNER)).rejects.toThrow('SlowDown');
  });

  it('are deleted when they lost, on every page of the list, and the winner is spared', async () => {
    const others = [LOSER, publishedKey(TARGET, '3'.repeat(64))];
    s3.on(ListObjectsV2Command, { Prefix: publishedPrefix(TARGET) }).resolves({
      Contents: [{ Key: WINNER }, { Key: others[0] }],
      IsTruncated: true,
      NextContinuationToken: 'more',
    });
    s3.on(ListObjectsV2Command, { ContinuationToken: 'more' }).resolves({ Contents: [{ Key: others[1] }] });
    s3.on(DeleteObjectCommand).resolves({});

    await objects.removeLosers(TARGET, WINNER);

    expect(deleted()).toEqual(others);
  });

  it('all go when nothing was published', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: WINNER }, { Key: LOSER }] });
    s3.on(DeleteObjectCommand).resolves({});

    await objects.removeLosers(TARGET);

    expect(deleted()).toEqual([WINNER, LOSER]);
  });

  it('go with everything derived from the image, but for the minting that is current', async () => {
    const current = publishedKey({ ...TARGET, nonce: 'm'.repeat(22) }, 'sha');
    s3.on(ListObjectsV2Command, { Prefix: imagePrefix(TARGET) }).resolves({
      Contents: [{ Key: WINNER }, { Key: current }],
    });
    s3.on(ListObjectsV2Command, { Prefix: derivedPrefix(TARGET) }).resolves({
      Contents: [{ Key: `${derivedPrefix(TARGET)}x` }],
    });
    s3.on(DeleteObjectCommand).resolves({});

    await objects.removeAll(TARGET, async () => current.slice(0, current.lastIndexOf('/') + 1));

    expect(deleted()).toEqual([WINNER, `${derivedPrefix(TARGET)}x`]);
    expect(s3.commandCalls(ListObjectsV2Command).map(({ args }) => args[0].input.Prefix)).toEqual([
      imagePrefix(TARGET),
      derivedPrefix(TARGET),
    ]);
  });

  it('report a deletion that failed', async () => {
    s3.on(ListObjectsV2Command).resolves({ Contents: [{ Key: LOSER }] });
    s3.on(DeleteObjectCommand).rejects(new Error('SlowDown'));

    await expect(objects.removeLosers(TARGET)).rejects.toThrow('SlowDown');
  });
});
