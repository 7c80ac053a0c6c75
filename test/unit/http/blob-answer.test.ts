import { blobAnswer } from '../../../lambdas/http/blob-answer';
import { draftOf, publishedOf } from '../../support/image-fixtures';

const image = publishedOf(draftOf());

describe('the answer with an original', () => {
  it('has its bytes and type, and can do nothing in a browser', () => {
    const answer = blobAnswer({ image, body: Buffer.from([0xff, 0xd8]) });

    expect(answer).toEqual({
      statusCode: 200,
      headers: {
        'content-type': 'image/jpeg',
        'cache-control': 'no-store',
        'x-content-type-options': 'nosniff',
        'content-disposition': 'attachment',
        'content-security-policy': "default-src 'none'; sandbox",
      },
      body: '/9g=',
      isBase64Encoded: true,
    });
  });

  it('leads to the bytes when they are too many', () => {
    const answer = blobAnswer({ image, location: 'https://bucket.example.net/x?signature' });

    expect(answer).toEqual({
      statusCode: 302,
      headers: { location: 'https://bucket.example.net/x?signature', 'cache-control': 'no-store' },
      body: '',
    });
  });
});
