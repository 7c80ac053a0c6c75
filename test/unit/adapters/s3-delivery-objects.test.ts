import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import {
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { S3DeliveryObjects } from '../../../lambdas/adapters/s3-delivery-objects';

const s3 = mockClient(S3Client);
const objects = new S3DeliveryObjects(s3 as unknown as S3Client, 'images');
const metadata = { $metadata: {}, message: '' };
const serviceError = (name: string) => new S3ServiceException({ name, $fault: 'client', ...metadata });
const body = (content: string) => Readable.from([content]) as never;

beforeEach(() => s3.reset());

describe('opening an object', () => {
  it('streams all of it', async () => {
    s3.on(GetObjectCommand, { Bucket: 'images', Key: 'derived/x' }).resolves({
      Body: body('picture'),
      ContentType: 'image/webp',
      ContentLength: 7,
    });

    const opened = await objects.open('derived/x', {});

    expect(opened).toMatchObject({ contentType: 'image/webp', totalBytes: 7 });
    expect(opened?.span).toBeUndefined();
    expect(opened?.body && (await text(opened.body))).toBe('picture');
  });

  it('streams a part and knows the whole', async () => {
    s3.on(GetObjectCommand, { Range: 'bytes=2-3' }).resolves({
      Body: body('ct'),
      ContentType: 'image/webp',
      ContentLength: 2,
      ContentRange: 'bytes 2-3/7',
    });

    const opened = await objects.open('derived/x', { range: 'bytes=2-3' });

    expect(opened).toMatchObject({ totalBytes: 7, span: { first: 2, last: 3 } });
  });

  it('tells the length when the part is outside', async () => {
    s3.on(GetObjectCommand).rejects(serviceError('InvalidRange'));
    s3.on(HeadObjectCommand).resolves({ ContentType: 'image/webp', ContentLength: 7 });

    const opened = await objects.open('derived/x', { range: 'bytes=9-' });

    expect(opened).toEqual({ contentType: 'image/webp', totalBytes: 7, span: 'unsatisfiable' });
  });

  it('asks for the head alone when no more is wanted', async () => {
    s3.on(HeadObjectCommand).resolves({ ContentType: 'image/webp', ContentLength: 7 });

    const opened = await objects.open('derived/x', { headOnly: true });

    expect(opened).toEqual({ contentType: 'image/webp', totalBytes: 7 });
    expect(s3.commandCalls(GetObjectCommand)).toHaveLength(0);
  });

  it('finds nothing where there is nothing', async () => {
    s3.on(GetObjectCommand).rejects(new NoSuchKey(metadata));
    s3.on(HeadObjectCommand).rejects(new NotFound(metadata));

    const found = [
      await objects.open('x', {}),
      await objects.open('x', { headOnly: true }),
      await objects.read('x'),
    ];

    expect(found).toEqual([undefined, undefined, undefined]);
  });

  it('does not take a lost permission for a missing object', async () => {
    s3.on(GetObjectCommand).rejects(serviceError('AccessDenied'));
    s3.on(HeadObjectCommand).rejects(serviceError('AccessDenied'));

    await expect(objects.open('x', {})).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }));
    await expect(objects.open('x', { headOnly: true })).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDenied' }),
    );
    await expect(objects.read('x')).rejects.toThrow(expect.objectContaining({ name: 'AccessDenied' }));
  });
});

describe('a rendering that failed', () => {
  it('is remembered beside the derivative, below the same image', async () => {
    s3.on(PutObjectCommand).resolves({});

    await objects.keepFailure('derived/x');

    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'images',
      Key: 'derived/x.failed',
      Body: '',
    });
  });

  it('failed when S3 says, or not at all', async () => {
    const LastModified = new Date('2026-03-04T05:06:07Z');
    s3.on(HeadObjectCommand).rejects(new NotFound(metadata));
    s3.on(HeadObjectCommand, { Bucket: 'images', Key: 'derived/x.failed' }).resolves({ LastModified });

    expect(await objects.failedAt('derived/x')).toEqual(LastModified);
    expect(await objects.failedAt('derived/y')).toBeUndefined();
  });

  it('is not taken for one that did not when S3 says neither', async () => {
    s3.on(HeadObjectCommand).rejects(serviceError('AccessDenied'));

    await expect(objects.failedAt('derived/x')).rejects.toThrow(
      expect.objectContaining({ name: 'AccessDenied' }),
    );
  });
});

describe('keeping a derivative', () => {
  it('stores it with its own type', async () => {
    s3.on(PutObjectCommand).resolves({});

    await objects.keep('derived/x', { body: Buffer.from('picture'), contentType: 'image/avif' });

    expect(s3.commandCalls(PutObjectCommand)[0]?.args[0].input).toEqual({
      Bucket: 'images',
      Key: 'derived/x',
      Body: Buffer.from('picture'),
      ContentType: 'image/avif',
    });
  });
});
