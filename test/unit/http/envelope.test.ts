import { failure, success, textFailure } from '../../../lambdas/http/envelope';

const HEADERS = { 'content-type': 'application/json', 'cache-control': 'no-store' };
const ERROR = { code: 5404, message: 'Image not found' };

describe('the envelope', () => {
  it('holds a result and never answers 204, which SDKs cannot read', () => {
    expect(success({})).toEqual({
      statusCode: 200,
      headers: HEADERS,
      body: '{"result":{},"success":true,"errors":[],"messages":[]}',
    });
  });

  it('has result_info where it is asked for, also as null', () => {
    expect(JSON.parse(success({}, { result_info: null }).body)).toHaveProperty('result_info', null);
  });

  it('holds an error and no result', () => {
    expect(failure(404, ERROR)).toEqual({
      statusCode: 404,
      headers: HEADERS,
      body: '{"result":null,"success":false,"errors":[{"code":5404,"message":"Image not found"}],"messages":[]}',
    });
  });

  it('can be one line of text', () => {
    expect(textFailure(404, ERROR)).toEqual({
      statusCode: 404,
      headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
      body: 'ERROR 5404: Image not found',
    });
  });
});
