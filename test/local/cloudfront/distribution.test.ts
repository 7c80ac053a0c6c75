import { sendRaw } from '../gateway/send-raw';
import type { DeliveryParts } from './delivery-template';
import { createDeliveryStarter, verdict } from './start-delivery';

const { start, stopAll } = createDeliveryStarter();
afterEach(stopAll);

describe('what the edge refuses itself', () => {
  it('methods that the behaviour does not allow', async () => {
    const { get, events } = await start(() => ({}));

    const answer = await get('/a', {}, 'DELETE');

    expect([answer.status, verdict(answer), events.length]).toEqual([403, 'Error', 0]);
  });

  it('a GET with a body', async () => {
    const { port, events } = await start(() => ({}));

    const answer = await sendRaw({ port, path: '/a', headers: { 'content-length': '1' }, body: 'x' });

    expect([answer.status, events.length]).toEqual([403, 0]);
  });

  it('URLs above 8,192 bytes and heads above 20,480', async () => {
    const { get } = await start(() => ({}));

    expect((await get(`/${'a'.repeat(8_192)}`)).status).toBe(414);
    expect((await get('/a', { 'x-long': 'a'.repeat(20_480) })).status).toBe(494);
  });
});

describe('behaviours', () => {
  it('are chosen by the first pattern that matches, else the default', async () => {
    const { get } = await start(() => ({ headers: { 'cache-control': 'max-age=60' } }), {
      distribution: {
        CacheBehaviors: [
          {
            PathPattern: '/live/*.jp?g',
            TargetOriginId: 'origin',
            CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
            ViewerProtocolPolicy: 'allow-all',
          },
        ],
      },
    });
    const twice = async (path: string) => {
      await get(path);
      return verdict(await get(path));
    };

    expect(await twice('/live/a.jpeg')).toBe('Miss');
    expect(await twice('/live/a.jpg')).toBe('Hit');
    expect(await twice('/other')).toBe('Hit');
  });

  it('answer the root with the default root object', async () => {
    const { get, events } = await start(() => ({}), { distribution: { DefaultRootObject: 'index.html' } });

    await get('/');

    expect(events).toMatchObject([{ rawPath: '/index.html' }]);
  });
});

describe('a template whose distribution would behave otherwise on AWS', () => {
  const wrong: [string, DeliveryParts, RegExp][] = [
    ['an S3 origin', { origin: { S3OriginConfig: {} } }, /S3OriginConfig/],
    ['another origin', { origin: { DomainName: 'example.com' } }, /no function URL/],
    [
      'a custom error page',
      {
        distribution: {
          CustomErrorResponses: [{ ErrorCode: 404, ResponseCode: 200, ResponsePagePath: '/e' }],
        },
      },
      /custom error pages/,
    ],
    ['signed URLs', { behavior: { TrustedKeyGroups: ['a'] } }, /TrustedKeyGroups/],
    ['Lambda@Edge', { behavior: { LambdaFunctionAssociations: [{}] } }, /LambdaFunctionAssociations/],
    ['an unknown policy', { behavior: { CachePolicyId: 'none' } }, /does not know this policy/],
    [
      'headers that CloudFront would add',
      {
        parameters: {
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['CloudFront-Viewer-Country'] },
        },
      },
      /do not exist locally/,
    ],
    ['a function that does not parse', { viewerRequest: 'function handler( {' }, /SyntaxError/],
    ['a function above 10 KB', { viewerRequest: `//${'a'.repeat(10_240)}` }, /10240/],
    ['a disabled distribution', { distribution: { Enabled: false } }, /Enabled/],
  ];

  it.each(wrong)('is refused at the start: %s', async (_, parts, message) => {
    await expect(start(() => ({}), parts)).rejects.toThrow(message);
  });
});
