import { envSchema } from '../../../lambdas/authorize-upload/env';
import { loadEnv } from '../../../lambdas/runtime/load-env';

const VALID = {
  TABLE_NAME: 't',
  DELIVERY_BASE_URL: 'https://img.example.net',
  MAX_REQUEST_BYTES: '10485760',
  UPLOADER_SEES_META: 'false',
};

describe('the environment of the upload authorizer', () => {
  it('is read as values', () => {
    expect(loadEnv(envSchema, VALID)).toEqual({
      ...VALID,
      MAX_REQUEST_BYTES: 10_485_760,
      UPLOADER_SEES_META: false,
    });
  });

  it.each([
    ['TABLE_NAME', undefined],
    ['TABLE_NAME', ''],
    ['DELIVERY_BASE_URL', undefined],
    ['DELIVERY_BASE_URL', 'https://img.example.net/'],
    ['MAX_REQUEST_BYTES', undefined],
    ['MAX_REQUEST_BYTES', '10 MB'],
    ['MAX_REQUEST_BYTES', '0'],
    ['UPLOADER_SEES_META', undefined],
    ['UPLOADER_SEES_META', 'yes'],
  ])('fails at cold start and names %s when it is %j', (name, value) => {
    expect(() => loadEnv(envSchema, { ...VALID, [name]: value })).toThrow(name);
  });
});
