import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createDocumentClient, reportThrottling } from '../adapters/dynamo-client';
import { DynamoCursorSecret } from '../adapters/dynamo-cursor-secret';
import { DynamoImageCounter } from '../adapters/dynamo-image-counter';
import { DynamoImageIndex } from '../adapters/dynamo-image-index';
import { DynamoImageRepository } from '../adapters/dynamo-image-repository';
import { dynamoRateLimits } from '../adapters/dynamo-rate-limits';
import { DynamoSettingsRepository } from '../adapters/dynamo-settings-repository';
import { DynamoTokenRepository } from '../adapters/dynamo-token-repository';
import { S3OriginalLinks } from '../adapters/s3-original-links';
import { S3PublishedObjects } from '../adapters/s3-published-objects';
import { S3StagedUploads } from '../adapters/s3-staged-uploads';
import { CachedTokens } from '../core/cached-tokens';
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

/** The routes that read what is no secret, on DynamoDB and S3. */
export const handler = createHandler({
  rateLimits: dynamoRateLimits(env.RATE_LIMIT, client, env.TABLE_NAME),
  images: new DynamoImageRepository(client, env.TABLE_NAME),
  index: new DynamoImageIndex(client, env.TABLE_NAME),
  settings: new DynamoSettingsRepository(client, env.TABLE_NAME),
  secret: new DynamoCursorSecret(client, env.TABLE_NAME),
  tokens: new CachedTokens(new DynamoTokenRepository(client, env.TABLE_NAME), clock),
  staged: new S3StagedUploads(s3, env.STAGING_BUCKET),
  objects: new S3PublishedObjects(s3, env.IMAGES_BUCKET),
  links: new S3OriginalLinks(s3, env.IMAGES_BUCKET),
  clock,
  counter: new DynamoImageCounter(client, env.TABLE_NAME),
  imagesAllowed: env.IMAGES_ALLOWED,
  deliveryBaseUrl: env.DELIVERY_BASE_URL,
  logger: createLogger(),
  outerMiddlewares: [captureLambdaHandler(tracer, { captureResponse: false })],
});
