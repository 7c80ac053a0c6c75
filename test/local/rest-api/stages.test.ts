import { sendRaw } from '../gateway/send-raw';
import { createLambdaStarter, ok } from './start-lambda';

const { start, stopAll } = createLambdaStarter();
afterEach(stopAll);

describe('the stages of a REST API', () => {
  it('serve the same resources, each by its name and with its variables', async () => {
    const { port, fn } = await start(ok, {
      stages: [{ StageName: 'one', Variables: { colour: 'blue' } }, { StageName: 'two' }],
    });

    await sendRaw({ port, path: '/one/items/a' });
    await sendRaw({ port, path: '/two/items/a' });

    expect(fn.events).toMatchObject([
      {
        path: '/items/a',
        stageVariables: { colour: 'blue' },
        requestContext: { stage: 'one', path: '/one/items/a' },
      },
      { path: '/items/a', stageVariables: null, requestContext: { stage: 'two', path: '/two/items/a' } },
    ]);
  });

  it.each([
    '/',
    '//one/items',
    '/three/items',
    '/oneitems',
    '/%6fne/items',
    '/ONE/items',
    '/items',
    '/__proto__/items',
  ])('do not include the first segment of %s, which is forbidden', async (path) => {
    const { port, fn } = await start();

    const answer = await sendRaw({ port, path });

    expect([answer.status, answer.text]).toEqual([403, '{"message":"Forbidden"}']);
    expect(fn.events).toEqual([]);
  });

  it('throttle each for itself', async () => {
    const throttled = {
      MethodSettings: [
        { HttpMethod: '*', ResourcePath: '/*', ThrottlingRateLimit: 0.001, ThrottlingBurstLimit: 2 },
      ],
    };
    const { port } = await start(ok, {
      stages: [{ StageName: 'one', ...throttled }, { StageName: 'two', ...throttled }, { StageName: 'free' }],
      gatewayResponses: [
        { ResponseType: 'THROTTLED', ResponseTemplates: { 'application/json': '{"slow":"$context.stage"}' } },
      ],
    });
    const statuses: Record<string, number[]> = {};

    for (const stage of ['one', 'one', 'one', 'two', 'free', 'free', 'free'])
      statuses[stage] = [
        ...(statuses[stage] ?? []),
        (await sendRaw({ port, path: `/${stage}/items/a` })).status,
      ];
    const refused = await sendRaw({ port, path: '/one/items/b' });

    expect(statuses).toEqual({ one: [200, 200, 429], two: [200], free: [200, 200, 200] });
    expect([refused.status, refused.text]).toEqual([429, '{"slow":"one"}']);
  });
});

describe('methods of a REST API', () => {
  it.each([
    ['GET', '/one/items', '/items'],
    ['GET', '/one/items/', '/items'],
    ['DELETE', '/one/items', '/items'],
    ['GET', '/one/items/keys', '/items/keys'],
    ['GET', '/one/items/keys/more', '/items/{id+}'],
    ['GET', '/one/items/k%65ys', '/items/{id+}'],
    ['OPTIONS', '/one/items/a/b', '/items/{id+}'],
  ])('%s %s reaches %s', async (httpMethod, path, resource) => {
    const { port, fn } = await start();

    await sendRaw({ port, method: httpMethod, path });

    expect(fn.events).toMatchObject([{ httpMethod, resource }]);
  });

  it.each([
    ['a method that the resource lacks', 'PUT', '/one/items/keys'],
    ['HEAD, which GET does not stand for', 'HEAD', '/one/items/keys'],
    ['a path that is no resource', 'GET', '/one/other'],
    ['a resource in another spelling', 'GET', '/one/ITEMS'],
    ['an empty segment', 'GET', '/one//items'],
    ['the root', 'GET', '/one/'],
  ])('do not include %s', async (_, method, path) => {
    const { port, fn } = await start(ok, {
      gatewayResponses: [
        {
          ResponseType: 'MISSING_AUTHENTICATION_TOKEN',
          StatusCode: '404',
          ResponseTemplates: { 'application/json': '{"route":null}' },
        },
      ],
    });

    const answer = await sendRaw({ port, method, path });

    expect([answer.status, answer.text]).toEqual([404, method === 'HEAD' ? '' : '{"route":null}']);
    expect(fn.events).toEqual([]);
  });
});

describe('what comes before a REST API', () => {
  it('answers what it wants to, and the API the rest', async () => {
    const { port, fn } = await start(ok, undefined, {
      before: async (request, response) => {
        if (request.url !== '/healthz') return false;
        response.end('healthy');
        return true;
      },
    });

    const before = await sendRaw({ port, path: '/healthz' });
    const api = await sendRaw({ port, path: '/one/items' });

    expect([before.text, api.status]).toEqual(['healthy', 200]);
    expect(fn.events).toHaveLength(1);
  });
});
