import { randomUUID } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { createDocumentClient, reportThrottling } from '../adapters/dynamo-client';
import { DynamoImageRepository } from '../adapters/dynamo-image-repository';
import { dynamoRateLimits } from '../adapters/dynamo-rate-limits';
import { DynamoSettingsRepository } from '../adapters/dynamo-settings-repository';
import { DynamoTokenRepository } from '../adapters/dynamo-token-repository';
import { HttpImageSource } from '../adapters/http-image-source';
import { S3PublishedObjects } from '../adapters/s3-published-objects';
import { S3StagedUploads } from '../adapters/s3-staged-uploads';
import { SharpImageInspector } from '../adapters/sharp-image-inspector';
import { CachedTokens } from '../core/cached-tokens';
import { exemptHostOf } from '../core/exempt-host';
import { randomNonce } from '../core/nonce';
import { loadEnv } from '../runtime/load-env';
import { createLogger } from '../runtime/logger';
import { createMetrics } from '../runtime/metrics';
import { createTracer } from '../runtime/tracer';
import { envSchema } from './env';
import { createHandler } from './handler';

const env = loadEnv(envSchema);
const clock = () => new Date();
const tracer = createTracer();
const client = reportThrottling(createDocumentClient(tracer.captureAWSv3Client(new DynamoDBClient())));
const s3 = tracer.captureAWSv3Client(new S3Client());

/** The route that creates images in one call, on DynamoDB, S3 and sharp. */
export const handler = createHandler({
  images: new DynamoImageRepository(client, env.TABLE_NAME),
  settings: new DynamoSettingsRepository(client, env.TABLE_NAME),
  tokens: new CachedTokens(new DynamoTokenRepository(client, env.TABLE_NAME), clock),
  objects: new S3PublishedObjects(s3, env.IMAGES_BUCKET),
  staged: new S3StagedUploads(s3, env.STAGING_BUCKET),
  inspector: new SharpImageInspector(),
  source: new HttpImageSource({
    resolve: (hostname) => lookup(hostname, { all: true }),
    maxBytes: env.MAX_UPLOAD_BYTES,
    timeoutMilliseconds: 10_000,
    maxRedirects: 3,
    // What the delivery host gives out is public, whatever its address: an image may be made from another one's URL.
    exemptHosts: new Set([...env.FETCH_EXEMPT_HOSTS, exemptHostOf(env.DELIVERY_BASE_URL)]),
  }),
  clock,
  newId: randomUUID,
  newNonce: randomNonce,
  maxUploadBytes: env.MAX_UPLOAD_BYTES,
  deliveryBaseUrl: env.DELIVERY_BASE_URL,
  rateLimits: dynamoRateLimits(env.RATE_LIMIT, client, env.TABLE_NAME),
  logger: createLogger(),
  metrics: createMetrics(),
  outerMiddlewares: [captureLambdaHandler(tracer, { captureResponse: false })],
});
