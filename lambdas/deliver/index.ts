import { S3Client } from '@aws-sdk/client-s3';
import { createDocumentClient, reportThrottling } from '../adapters/dynamo-client';
import { DynamoImageRepository } from '../adapters/dynamo-image-repository';
import { DynamoSettingsRepository } from '../adapters/dynamo-settings-repository';
import { DynamoSigningKeyRepository } from '../adapters/dynamo-signing-key-repository';
import { decodeHeif } from '../adapters/heif-decoder';
import { reportSlowDown } from '../adapters/s3-client';
import { S3DeliveryObjects } from '../adapters/s3-delivery-objects';
import { SharpRenderer } from '../adapters/sharp-renderer';
import { deliveryBusy } from '../core/delivery/delivery-error';
import { loadEnv } from '../runtime/load-env';
import { createLogger } from '../runtime/logger';
import { createMetrics } from '../runtime/metrics';
import { envSchema } from './env';
import { createHandler } from './handler';

const env = loadEnv(envSchema);
const table = reportThrottling(createDocumentClient(), deliveryBusy);

/** The function URL behind CloudFront, on DynamoDB, S3 and sharp. */
export const handler = createHandler({
  images: new DynamoImageRepository(table, env.TABLE_NAME),
  // Neither is cached: a deleted variant or signing key must stop working with the next request.
  settings: new DynamoSettingsRepository(table, env.TABLE_NAME),
  signingKeys: new DynamoSigningKeyRepository(table, env.TABLE_NAME),
  objects: new S3DeliveryObjects(reportSlowDown(new S3Client(), deliveryBusy), env.IMAGES_BUCKET),
  renderer: new SharpRenderer(decodeHeif),
  clock: () => new Date(),
  logger: createLogger(),
  metrics: createMetrics(),
});
