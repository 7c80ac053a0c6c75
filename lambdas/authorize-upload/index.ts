import { createDocumentClient } from '../adapters/dynamo-client';
import { DynamoImageRepository } from '../adapters/dynamo-image-repository';
import { DynamoSettingsRepository } from '../adapters/dynamo-settings-repository';
import { loadEnv } from '../runtime/load-env';
import { createLogger } from '../runtime/logger';
import { envSchema } from './env';
import { createHandler } from './handler';

/** Variants only decorate the answer; a change of them may take this long to show there, in seconds. */
const SETTINGS_CACHE_SECONDS = 60;

const env = loadEnv(envSchema);
const client = createDocumentClient();

/** The REST API's authorizer of uploads, on DynamoDB. */
export const handler = createHandler({
  images: new DynamoImageRepository(client, env.TABLE_NAME),
  settings: new DynamoSettingsRepository(client, env.TABLE_NAME, { cacheSeconds: SETTINGS_CACHE_SECONDS }),
  clock: () => new Date(),
  deliveryBaseUrl: env.DELIVERY_BASE_URL,
  maxRequestBytes: env.MAX_REQUEST_BYTES,
  uploaderSeesMeta: env.UPLOADER_SEES_META,
  logger: createLogger(),
});
