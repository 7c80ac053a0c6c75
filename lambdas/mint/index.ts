import { randomUUID } from 'node:crypto';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { createDocumentClient, reportThrottling } from '../adapters/dynamo-client';
import { DynamoImageRepository } from '../adapters/dynamo-image-repository';
import { dynamoRateLimits } from '../adapters/dynamo-rate-limits';
import { DynamoTokenRepository } from '../adapters/dynamo-token-repository';
import { S3StagedUploads } from '../adapters/s3-staged-uploads';
import { S3UploadSigner } from '../adapters/s3-upload-signer';
import { StsSession } from '../adapters/sts-session';
import { CachedTokens } from '../core/cached-tokens';
import { randomNonce } from '../core/nonce';
import { loadEnv } from '../runtime/load-env';
import { createLogger } from '../runtime/logger';
import { createMetrics } from '../runtime/metrics';
import { envSchema } from './env';
import { createHandler } from './handler';

const env = loadEnv(envSchema);
const clock = () => new Date();
const client = reportThrottling(createDocumentClient());

/** The routes that mint upload URLs, on DynamoDB and a session of the upload signer role. */
export const handler = createHandler({
  rateLimits: dynamoRateLimits(env.RATE_LIMIT, client, env.TABLE_NAME),
  images: new DynamoImageRepository(client, env.TABLE_NAME),
  staged: new S3StagedUploads(new S3Client(), env.STAGING_BUCKET),
  tokens: new CachedTokens(new DynamoTokenRepository(client, env.TABLE_NAME), clock),
  signer: new S3UploadSigner({
    bucket: env.STAGING_BUCKET,
    maxBytes: env.MAX_UPLOAD_BYTES,
    session: new StsSession(new STSClient(), env.UPLOAD_SIGNER_ROLE_ARN, clock),
  }),
  clock,
  newId: randomUUID,
  newNonce: randomNonce,
  uploadBaseUrl: env.UPLOAD_BASE_URL,
  defaultExpirySeconds: env.DEFAULT_EXPIRY_SECONDS,
  logger: createLogger(),
  metrics: createMetrics(),
});
