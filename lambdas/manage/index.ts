import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { CloudFrontDeliveryCache } from '../adapters/cloudfront-delivery-cache';
import { DynamoBatchTokens } from '../adapters/dynamo-batch-tokens';
import { createDocumentClient, reportThrottling } from '../adapters/dynamo-client';
import { DynamoImageRepository } from '../adapters/dynamo-image-repository';
import { dynamoRateLimits } from '../adapters/dynamo-rate-limits';
import { DynamoSettingsEditor } from '../adapters/dynamo-settings-editor';
import { DynamoSettingsRepository } from '../adapters/dynamo-settings-repository';
import { DynamoSigningKeyRepository } from '../adapters/dynamo-signing-key-repository';
import { DynamoTokenRepository } from '../adapters/dynamo-token-repository';
import { DynamoWebhookRepository } from '../adapters/dynamo-webhook-repository';
import { isPublicAddress } from '../adapters/public-address';
import { S3PublishedObjects } from '../adapters/s3-published-objects';
import { S3StagedUploads } from '../adapters/s3-staged-uploads';
import { randomToken } from '../core/batch-token';
import { CachedTokens } from '../core/cached-tokens';
import { randomSigningKey } from '../core/signing-key-secret';
import { randomWebhookId } from '../core/webhooks/create-webhook';
import { loadEnv } from '../runtime/load-env';
import { createLogger } from '../runtime/logger';
import { createTracer } from '../runtime/tracer';
import { envSchema } from './env';
import { createHandler } from './handler';

const env = loadEnv(envSchema);
const clock = () => new Date();
const tracer = createTracer();
const client = reportThrottling(createDocumentClient(tracer.captureAWSv3Client(new DynamoDBClient())));
const s3 = tracer.captureAWSv3Client(new S3Client());
const logger = createLogger();
const cloudFront = tracer.captureAWSv3Client(new CloudFrontClient());

/** The routes that change images and settings, or show secrets, on DynamoDB, S3 and CloudFront. */
export const handler = createHandler({
  rateLimits: dynamoRateLimits(env.RATE_LIMIT, client, env.TABLE_NAME),
  images: new DynamoImageRepository(client, env.TABLE_NAME),
  tokens: new CachedTokens(new DynamoTokenRepository(client, env.TABLE_NAME), clock),
  staged: new S3StagedUploads(s3, env.STAGING_BUCKET),
  objects: new S3PublishedObjects(s3, env.IMAGES_BUCKET),
  settings: new DynamoSettingsRepository(client, env.TABLE_NAME),
  deliveryBaseUrl: env.DELIVERY_BASE_URL,
  editor: new DynamoSettingsEditor(client, env.TABLE_NAME),
  cache: new CloudFrontDeliveryCache(cloudFront, env.DELIVERY_DISTRIBUTION_ID, logger),
  signingKeys: new DynamoSigningKeyRepository(client, env.TABLE_NAME),
  newSigningKey: randomSigningKey,
  webhooks: new DynamoWebhookRepository(client, env.TABLE_NAME),
  newWebhookId: randomWebhookId,
  webhookHosts: { exempt: new Set(env.WEBHOOK_EXEMPT_HOSTS), isPublicAddress },
  batchTokens: new DynamoBatchTokens(client, env.TABLE_NAME),
  newToken: randomToken,
  clock,
  logger,
  outerMiddlewares: [captureLambdaHandler(tracer, { captureResponse: false })],
});
