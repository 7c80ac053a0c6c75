import { MalformedResponse, readPayloadV2Response as read } from '../../../local/gateway/payload-v2-response';

describe('answers of functions in payload format 2.0', () => {
  it.each([
    ['an object', { a: 1 }, '{"a":1}'],
    ['an array', [1], '[1]'],
    ['a string', 'hello', 'hello'],
    ['null', null, 'null'],
    ['nothing', undefined, 'null'],
  ])('infers a JSON answer from %s', (_, result, body) => {
    const answer = read(result);

    expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(answer.body.toString()).toBe(body);
  });

  it('takes status, headers, cookies and a base64 body', () => {
    const answer = read({
      statusCode: 201,
      headers: { 'Content-Type': 'image/png', 'X-Count': 2 },
      cookies: ['a=1', 'b=2; Secure'],
      body: Buffer.from([0, 255]).toString('base64'),
      isBase64Encoded: true,
    });

    expect(answer.status).toBe(201);
    expect(answer.headers).toEqual({
      'content-type': 'image/png',
      'x-count': '2',
      'set-cookie': ['a=1', 'b=2; Secure'],
    });
    expect([...answer.body]).toEqual([0, 255]);
  });

  it.each([
    ['a status that is no number', { statusCode: 'ok' }],
    ['a status out of range', { statusCode: 700 }],
    ['an informational status', { statusCode: 100 }],
    ['a body that is an object', { statusCode: 200, body: {} }],
    ['a header that is an object', { statusCode: 200, headers: { a: {} } }],
    ['a line break in a header', { statusCode: 200, headers: { a: 'b\r\nset-cookie: c=d' } }],
    ['a line break in a cookie', { statusCode: 200, cookies: ['a=b\r\nx: y'] }],
    ['a header name with a colon', { statusCode: 200, headers: { 'a:b': 'c' } }],
  ])('refuses %s', (_, result) => {
    expect(() => read(result)).toThrow(MalformedResponse);
  });
});
