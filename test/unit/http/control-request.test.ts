import { type GatewayEvent, readControlRequest } from '../../../lambdas/http/control-request';
import { controlEvent } from '../../support/control/control-request';

const read = (changes: Partial<GatewayEvent>) =>
  readControlRequest({ ...controlEvent({ routeKey: 'GET /images/v2' }), ...changes });

describe('a request of the control API', () => {
  it('has header names in lower case, whatever the client wrote', () => {
    const { headers } = read({
      headers: { Authorization: 'Bearer a', 'X-AUTH-KEY': 'b', Accept: undefined },
    });

    expect(headers).toEqual({ authorization: 'Bearer a', 'x-auth-key': 'b', accept: '' });
  });

  it('has its query decoded once, repeated names in order', () => {
    const { query } = read({
      multiValueQueryStringParameters: { creator: ['a+b', 'c'], 'meta.x[eq]': ['50%25'], empty: [''] },
    });

    expect([...query]).toEqual([
      ['creator', 'a+b'],
      ['creator', 'c'],
      ['meta.x[eq]', '50%25'],
      ['empty', ''],
    ]);
  });

  it('has the bytes of its body', () => {
    const bytes = Buffer.from([0, 255, 13, 10]);

    expect(read({ body: bytes.toString('base64'), isBase64Encoded: true }).body).toEqual(bytes);
    expect(read({ body: 'ü', isBase64Encoded: false }).body).toEqual(Buffer.from('ü'));
  });

  it('may lack whatever API Gateway leaves out', () => {
    const bare = {
      httpMethod: 'GET',
      requestContext: { path: '/images/v2', requestId: 'r' },
      headers: null,
      multiValueQueryStringParameters: null,
      body: null,
      isBase64Encoded: false,
    } as unknown as GatewayEvent;

    const request = readControlRequest(bare);

    expect(request).toMatchObject({ headers: {}, body: Buffer.alloc(0), bodyTooLarge: false });
    expect([...request.query]).toEqual([]);
  });

  it('has a query that pollutes no prototype', () => {
    const event = JSON.parse('{"multiValueQueryStringParameters":{"__proto__":["x"]}}');

    expect(read(event).query.get('__proto__')).toBe('x');
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});
