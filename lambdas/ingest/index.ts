import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { S3Client } from '@aws-sdk/client-s3';
import { BusboyFileExtractor } from '../adapters/busboy-file-extractor';
import { createDocumentClient } from '../adapters/dynamo-client';
import { DynamoImageRepository } from '../adapters/dynamo-image-repository';
import { DynamoSettingsRepository } from '../adapters/dynamo-settings-repository';
import { EventBridgeImageEvents } from '../adapters/event-bridge-image-events';
import { S3PublishedObjects } from '../adapters/s3-published-objects';
import { S3StagedUploads } from '../adapters/s3-staged-uploads';
import { SharpImageInspector } from '../adapters/sharp-image-inspector';
import { loadEnv } from '../runtime/load-env';
import { createLogger } from '../runtime/logger';
import { createMetrics } from '../runtime/metrics';
import { createTracer } from '../runtime/tracer';
import { envSchema } from './env';
import { createHandler } from './handler';

const env = loadEnv(envSchema);
const tracer = createTracer();
const s3 = tracer.captureAWSv3Client(new S3Client());
const table = createDocumentClient(tracer.captureAWSv3Client(new DynamoDBClient()));

/** The consumer of the queue of uploads, on DynamoDB, S3, EventBridge and sharp. */
export const handler = createHandler({
  images: new DynamoImageRepository(table, env.TABLE_NAME),
  // Not traced: X-Ray records keys, and a staging key holds the nonce, which keeps working when the file is refused.
  staged: new S3StagedUploads(new S3Client(), env.STAGING_BUCKET),
  objects: new S3PublishedObjects(s3, env.IMAGES_BUCKET),
  inspector: new SharpImageInspector(),
  settings: new DynamoSettingsRepository(table, env.TABLE_NAME),
  events: new EventBridgeImageEvents(tracer.captureAWSv3Client(new EventBridgeClient()), env.EVENT_BUS_NAME),
  deliveryBaseUrl: env.DELIVERY_BASE_URL,
  extractor: new BusboyFileExtractor(),
  clock: () => new Date(),
  maxUploadBytes: env.MAX_UPLOAD_BYTES,
  logger: createLogger(),
  metrics: createMetrics(),
});
