import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { reportSlowDown } from '../../../lambdas/adapters/s3-client';
import { deliveryBusy } from '../../../lambdas/core/delivery/delivery-error';

/** A client whose bucket answers everything with one status and body; `code` is S3's name for the error. */
const answeredWith = (statusCode: number, code?: string): S3Client => {
  const body = code === undefined ? [] : [Buffer.from(`<Error><Code>${code}</Code></Error>`)];
  const handle = async () => ({ response: { statusCode, headers: {}, body: Readable.from(body) } });
  const client = new S3Client({
    region: 'us-east-1',
    maxAttempts: 1,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    requestHandler: { handle },
  });
  return reportSlowDown(client, deliveryBusy);
};

const object = { Bucket: 'images', Key: 'x' };

describe('a client that reports when S3 asks to slow down', () => {
  it.each(['SlowDown', 'ServiceUnavailable'])('throws what it was told to for %s', async (code) => {
    const answer = answeredWith(503, code).send(new GetObjectCommand(object));

    await expect(answer).rejects.toMatchObject({ failure: 'busy' });
  });

  it('does so for HEAD, too, whose answer has no body', async () => {
    const answer = answeredWith(503).send(new HeadObjectCommand(object));

    await expect(answer).rejects.toMatchObject({ failure: 'busy' });
  });

  it.each([
    ['AccessDenied', 403],
    ['NoSuchKey', 404],
    ['InternalError', 500],
  ])('passes %s on', async (code, status) => {
    const answer = answeredWith(status, code).send(new GetObjectCommand(object));

    await expect(answer).rejects.toMatchObject({ name: code });
  });
});
