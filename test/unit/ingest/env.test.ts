import { envSchema } from '../../../lambdas/ingest/env';
import { loadEnv } from '../../../lambdas/runtime/load-env';

const VALID = {
  TABLE_NAME: 't',
  STAGING_BUCKET: 's',
  IMAGES_BUCKET: 'i',
  EVENT_BUS_NAME: 'b',
  DELIVERY_BASE_URL: 'https://d.example',
  MAX_UPLOAD_BYTES: '26214400',
};

describe('the environment of ingest', () => {
  it('is read as values', () => {
    expect(loadEnv(envSchema, VALID)).toEqual({ ...VALID, MAX_UPLOAD_BYTES: 26_214_400 });
  });

  it.each([
    ['TABLE_NAME', ''],
    ['STAGING_BUCKET', undefined],
    ['IMAGES_BUCKET', undefined],
    ['EVENT_BUS_NAME', ''],
    ['DELIVERY_BASE_URL', 'https://d.example/'],
    ['MAX_UPLOAD_BYTES', undefined],
    ['MAX_UPLOAD_BYTES', '25e6'],
  ])('fails at cold start and names %s when it is %j', (name, value) => {
    expect(() => loadEnv(envSchema, { ...VALID, [name]: value })).toThrow(name);
  });
});
