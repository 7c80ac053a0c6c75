import { MalformedResponse } from '../../../local/gateway/payload-v2-response';
import { readProxyAnswer, UndecodableBody } from '../../../local/rest-api/proxy-answer';

const read = (answer: unknown) => readProxyAnswer(answer, true);

describe('the answer of a Lambda proxy integration', () => {
  it('has status, headers and a text body', () => {
    const answer = read({
      statusCode: 201,
      headers: { 'X-Count': 2, 'X-Flag': true, 'Content-Type': 'text/plain' },
      body: 'λ',
      isBase64Encoded: false,
    });

    expect(answer).toEqual({
      status: 201,
      headers: { 'x-count': '2', 'x-flag': 'true', 'content-type': 'text/plain' },
      body: Buffer.from('λ'),
    });
  });

  it.each([
    ['a status as text', { statusCode: '404' }, 404],
    ['no status', { headers: { a: 'b' } }, 200],
    [
      'nothing but nulls',
      { statusCode: null, headers: null, multiValueHeaders: null, body: null, isBase64Encoded: null },
      200,
    ],
    ['no members', {}, 200],
  ])('may have %s', (_, answer, status) => {
    expect(read(answer)).toMatchObject({ status, body: Buffer.alloc(0) });
  });

  it('sends each of several values, which replace a single one', () => {
    const { headers } = read({
      headers: { 'set-cookie': 'lost=1', a: 'kept' },
      multiValueHeaders: { 'Set-Cookie': ['a=1', 'b=2'] },
    });

    expect(headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], a: 'kept' });
  });

  it('loses the name of headers that API Gateway keeps to itself', () => {
    const { headers } = read({
      headers: { 'WWW-Authenticate': 'Bearer', Date: 'today', Connection: 'close' },
    });

    expect(headers).toEqual({
      'content-type': 'application/json',
      'x-amzn-remapped-www-authenticate': 'Bearer',
      'x-amzn-remapped-date': 'today',
      'x-amzn-remapped-connection': 'close',
    });
  });

  it('is decoded from base64 for a client that accepts a binary type, and only then', () => {
    const answer = { body: '/wA=', isBase64Encoded: true };

    expect(readProxyAnswer(answer, true).body).toEqual(Buffer.from([0xff, 0]));
    expect(readProxyAnswer(answer, false).body.toString()).toBe('/wA=');
    expect(readProxyAnswer({ body: '/wA=' }, true).body.toString()).toBe('/wA=');
  });

  it('cannot be decoded when it is no base64', () => {
    expect(() => read({ body: 'èé+à)(', isBase64Encoded: true })).toThrow(UndecodableBody);
  });

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'just text'],
    ['a list', []],
    ['a member that nobody knows', { statusCode: 200, wrongValue: 1 }],
    ['the cookies of payload format 2.0', { statusCode: 200, cookies: ['a=b'] }],
    ['a status that is no number', { statusCode: 'ok' }],
    ['a status out of range', { statusCode: 700 }],
    ['an informational status', { statusCode: 101 }],
    ['a status with a fraction', { statusCode: 200.5 }],
    ['a body that is an object', { body: {} }],
    ['a flag that is text', { isBase64Encoded: 'true' }],
    ['a header that is an object', { headers: { a: {} } }],
    ['a single value among the lists', { multiValueHeaders: { a: 'b' } }],
    ['a line break in a header', { headers: { a: 'b\r\nset-cookie: c=d' } }],
    ['a line break in one of several values', { multiValueHeaders: { a: ['b', 'c\nd'] } }],
    ['a header name with a colon', { headers: { 'a: b\r\nc': 'd' } }],
  ])('is malformed with %s', (_, answer) => {
    expect(() => read(answer)).toThrow(MalformedResponse);
  });
});
