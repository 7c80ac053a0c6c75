import { S3Client } from '@aws-sdk/client-s3';
import { S3OriginalLinks } from '../../../lambdas/adapters/s3-original-links';
import { draftOf, publishedOf } from '../../support/image-fixtures';

const client = new S3Client({
  region: 'eu-west-1',
  credentials: { accessKeyId: 'AKIA', secretAccessKey: 'secret' },
});

describe('a link to an original', () => {
  it('works for so many seconds, for this object alone, and only as a download', async () => {
    const image = publishedOf(draftOf());

    const link = new URL(await new S3OriginalLinks(client, 'images-bucket').linkTo(image, 60));

    expect(link.pathname).toBe(`/${image.objectKey}`);
    expect(link.hostname).toBe('images-bucket.s3.eu-west-1.amazonaws.com');
    expect(Object.fromEntries(link.searchParams)).toMatchObject({
      'X-Amz-Expires': '60',
      'response-content-type': 'image/jpeg',
      'response-content-disposition': 'attachment',
      'response-cache-control': 'no-store',
    });
  });
});
