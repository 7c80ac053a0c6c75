import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { Context, SQSBatchResponse } from 'aws-lambda';
import { getNamespace, Segment, setSegment } from 'aws-xray-sdk-core';
import { toDraftItem } from '../../../lambdas/adapters/dynamo-image-item';
import { stagingKey } from '../../../lambdas/core/keys';
import { draftOf, unsentEventOf } from '../../support/image-fixtures';
import { s3Notification, s3Record, sqsEvent } from '../../support/ingest-events';

const DRAFT = draftOf({ unsentEvent: unsentEventOf('aa'), uploadError: { code: 5455, message: 'no' } });
const KEY = stagingKey(DRAFT.accountId, DRAFT.id, DRAFT.nonce);

/** A table with one draft and a bucket with one staged file that is no image. */
const answerAsAws = (request: IncomingMessage, response: ServerResponse): void => {
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target.endsWith('.GetItem')) response.end(JSON.stringify({ Item: marshall(toDraftItem(DRAFT)) }));
  else if (target.endsWith('.PutEvents')) response.end('{"FailedEntryCount":0,"Entries":[{"EventId":"1"}]}');
  else if (target !== '') response.end('{}');
  else response.writeHead(request.method === 'DELETE' ? 204 : 200, { etag: '"1"' }).end('no image');
};

describe('the trace of an ingested upload', () => {
  const environment = { ...process.env };
  let aws: Server;

  beforeEach(async () => {
    aws = createServer(answerAsAws);
    await new Promise<void>((listening) => aws.listen(0, '127.0.0.1', listening));
    Object.assign(process.env, {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${(aws.address() as AddressInfo).port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      // What tells Powertools and the X-Ray SDK that they run in a traced function.
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs22.x',
      _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
      POWERTOOLS_DEV: 'false',
      TABLE_NAME: 'table',
      STAGING_BUCKET: 'staging',
      IMAGES_BUCKET: 'images',
      EVENT_BUS_NAME: 'bus',
      DELIVERY_BASE_URL: 'https://img.example.net',
      MAX_UPLOAD_BYTES: '1000000',
    });
  });

  afterEach(async () => {
    process.env = environment;
    await new Promise((closed) => aws.close(closed));
  });

  it('does not hold the nonce, which keeps working after a refusal', async () => {
    const { handler } = await import('../../../lambdas/ingest/index');
    const segment = new Segment('ingest');
    const event = sqsEvent(s3Notification(s3Record({ key: KEY, eventTime: DRAFT.uploaded })));

    const answer = await getNamespace().runAndReturn((): Promise<SQSBatchResponse> => {
      setSegment(segment);
      return handler(event, { awsRequestId: 'req-1' } as Context);
    });

    const trace = JSON.stringify(segment);
    expect(answer).toEqual({ batchItemFailures: [] });
    expect(trace).toContain('UpdateItem');
    expect(trace).toContain('PutEvents');
    expect(trace).not.toContain(DRAFT.nonce);
  });
});
