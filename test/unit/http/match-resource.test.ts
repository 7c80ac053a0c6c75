import fc from 'fast-check';
import { matchResource } from '../../../lambdas/http/match-resource';
import { ROUTES } from '../../../lambdas/http/routes';

const images = '/client/v4/accounts/a1/images';

describe('the resource of a path', () => {
  it.each([
    [`${images}/v2/direct_upload`, ['POST']],
    [`${images}/v2`, ['GET']],
    [`${images}/v1/cat`, ['DELETE', 'GET', 'PATCH']],
    [`${images}/v1/stats`, ['GET']],
    [`${images}/v1/keys`, ['GET']],
    [`${images}/v1/keys/main`, ['DELETE', 'PUT']],
    [`${images}/v1/variants/thumb`, ['DELETE', 'GET', 'PATCH']],
  ])('%s has the methods %j', (path, methods) => {
    expect(matchResource(path)?.methods).toEqual(methods);
  });

  it.each([
    '/',
    '/client/v4',
    images,
    `${images}/v1/`,
    `${images}/v1//`,
    `${images}/v1///a`,
    `${images}/v1/a/`,
    `${images}/v3`,
    '/client/v4/accounts/a/b/images/v2',
    `/x${images}/v2`,
  ])('%s is none', (path) => {
    expect(matchResource(path)).toBeUndefined();
  });

  it('is found for every route, and is that route’s own', () => {
    for (const { path } of ROUTES) {
      const example = path.replace('{image_id+}', 'some/image').replace(/\{\w+\}/g, 'some-name');

      expect(matchResource(example)?.template).toBe(path);
    }
  });
});

describe('the variables of a path', () => {
  it.each([
    ['100%25', '100%'],
    ['a%2Fb', 'a/b'],
    ['a/b', 'a/b'],
    ['a%252Fb', 'a%2Fb'],
    ['a%3Fb', 'a?b'],
    ['a%23b', 'a#b'],
    ['a%20b+c', 'a b+c'],
    ['%E4%B8%96', '世'],
    ['a%2Fblob', 'a/blob'],
    ['stats%2Fa', 'stats/a'],
    ['a%0Ab', 'a\nb'],
  ])('are decoded once: %s', (sent, imageId) => {
    expect(matchResource(`${images}/v1/${sent}`)?.pathParameters).toEqual({
      account_id: 'a1',
      image_id: imageId,
    });
  });

  it.each(['%', '%zz', 'a%2', '%C3', '%E4%B8', '%ff'])(
    'that are no encoded UTF-8 name nothing: %s',
    (sent) => {
      expect(matchResource(`${images}/v1/${sent}`)).toBeUndefined();
      expect(matchResource(`/client/v4/accounts/${sent}/images/v2`)).toBeUndefined();
    },
  );

  it('are any text that a client encodes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (imageId) => {
        const match = matchResource(`/images/v1/${encodeURIComponent(imageId)}`);

        expect(match?.pathParameters).toEqual({ image_id: imageId });
      }),
    );
  });
});
