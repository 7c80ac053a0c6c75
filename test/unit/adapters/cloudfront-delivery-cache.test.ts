import {
  CloudFrontClient,
  CreateInvalidationCommand,
  TooManyInvalidationsInProgress,
} from '@aws-sdk/client-cloudfront';
import { mockClient } from 'aws-sdk-client-mock';
import { CloudFrontDeliveryCache } from '../../../lambdas/adapters/cloudfront-delivery-cache';

const cloudFront = mockClient(CloudFrontClient);
const warnings: unknown[] = [];
const cache = new CloudFrontDeliveryCache(cloudFront as unknown as CloudFrontClient, 'E123', {
  warn: (...args: unknown[]) => void warnings.push(args),
});

beforeEach(() => {
  cloudFront.reset();
  cloudFront.on(CreateInvalidationCommand).resolves({});
  warnings.length = 0;
});

const batches = () => cloudFront.commandCalls(CreateInvalidationCommand).map(({ args }) => args[0].input);

describe('purging', () => {
  it.each([
    ['a-b', ['/hash/a-b/*']],
    ['a/b', ['/hash/a/b/*', '/hash/a%2Fb/*']],
    ['ä b*', ['/hash/%C3%A4%20b*/*']],
    ['100%', ['/hash/100%25/*']],
    ['cat~1', ['/hash/cat*']],
    ['a/cat~1', ['/hash/a/cat*', '/hash/a%2Fcat*']],
    ['ä'.repeat(700), [`/hash/${'%C3%A4'.repeat(665)}*`]],
  ])('the image %s drops it in the spellings that are cached', async (id, paths) => {
    await cache.purgeImage('hash', id);

    expect(batches()).toEqual([
      {
        DistributionId: 'E123',
        InvalidationBatch: {
          CallerReference: expect.any(String),
          Paths: { Quantity: paths.length, Items: paths },
        },
      },
    ]);
  });

  it('an account drops everything of it and nothing of others', async () => {
    await cache.purgeAccount('hash');

    expect(batches()[0]?.InvalidationBatch?.Paths?.Items).toEqual(['/hash/*']);
  });

  it('twice are two purges', async () => {
    await cache.purgeAccount('hash');
    await cache.purgeAccount('hash');

    const [first, second] = batches().map((input) => input.InvalidationBatch?.CallerReference);
    expect(first).not.toBe(second);
  });

  it('that fails is told to the log and fails nothing: the edge’s TTL is the bound', async () => {
    const error = new TooManyInvalidationsInProgress({ $metadata: {}, message: 'too many' });
    cloudFront.on(CreateInvalidationCommand).rejects(error);

    await cache.purgeAccount('hash');

    expect(warnings).toEqual([['Cached answers could not be dropped', { paths: ['/hash/*'], error }]]);
  });
});
