import { mapParameter } from '../../../local/rest-api/map-parameter';
import type { RequestContext } from '../../../local/rest-api/request-context';

const sources = {
  request: {
    method: 'GET',
    path: '/a%20b',
    pathParameters: { p: 'a%2Fb%20c' },
    query: new Map([['q', ['1', '2']]]),
    headers: [
      ['X-Twice', '1'],
      ['x-twice', '2'],
    ] as const,
    body: Buffer.alloc(0),
  },
  context: {
    requestId: 'r',
    identity: { sourceIp: 'ip', user: null },
    authorizer: { a: 'b' },
  } as unknown as RequestContext,
  stageVariables: { s: 'v' },
  integrationHeaders: { etag: '"e"' },
};

describe('a mapping expression', () => {
  it.each([
    ["'fixed, value'", 'fixed, value'],
    ["''", ''],
    ['method.request.path.p', 'a/b c'],
    ['method.request.path.none', undefined],
    ['method.request.querystring.q', '2'],
    ['method.request.multivaluequerystring.q', '1,2'],
    ['method.request.querystring.none', undefined],
    ['method.request.header.X-TWICE', '2'],
    ['method.request.multivalueheader.x-twice', '1,2'],
    ['method.request.multivalueheader.none', undefined],
    ['integration.response.header.ETag', '"e"'],
    ['integration.response.header.toString', undefined],
    ['context.requestId', 'r'],
    ['context.identity.sourceIp', 'ip'],
    ['context.identity.user', undefined],
    ['context.identity', undefined],
    ['context.authorizer.constructor', undefined],
    ['stageVariables.s', 'v'],
    ['stageVariables.toString', undefined],
    ['something.else', undefined],
  ])('%s is %j', (expression, value) => {
    expect(mapParameter(expression, sources)).toBe(value);
  });
});
