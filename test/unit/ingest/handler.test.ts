import { Metrics } from '@aws-lambda-powertools/metrics';
import type { Context } from 'aws-lambda';
import type { IngestDeps } from '../../../lambdas/core/ingest-upload';
import { imageKey } from '../../../lambdas/core/keys';
import { createHandler } from '../../../lambdas/ingest/handler';
import { brokenEvents } from '../../support/crashing-deps';
import { RecordingLogger } from '../../support/in-memory/recording-logger';
import { s3Notification, s3Record, s3TestEvent, sqsEvent } from '../../support/ingest-events';
import { IngestWorld } from '../../support/ingest-world';
import { intercept } from '../../support/intercept';

/** The EMF documents that Powertools writes to standard output, as objects. */
const recordMetrics = () => {
  const written: Record<string, unknown>[] = [];
  const metrics = new Metrics({
    namespace: 'DirectUpload',
    serviceName: 'ingest',
    logger: { error: () => {}, warn: () => {}, info: () => {}, debug: () => {} },
  });
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    written.push(JSON.parse(String(line)));
    return true;
  });
  return { metrics, written };
};

const setUp = async (overrides: Partial<IngestDeps> = {}) => {
  const world = await IngestWorld.create({}, overrides);
  const logger = new RecordingLogger();
  const { metrics, written } = recordMetrics();
  const run = (event: Parameters<ReturnType<typeof createHandler>>[0], deps: Partial<IngestDeps> = {}) =>
    createHandler({ ...world.deps, ...deps, logger, metrics })(event, { awsRequestId: 'req-1' } as Context);
  const message = () => s3Notification(s3Record({ key: world.key, eventTime: '2026-03-04T05:07:07.000Z' }));
  return { world, logger, written, run, message };
};

afterEach(() => jest.restoreAllMocks());

describe('the ingest function', () => {
  it('publishes what an event reports and counts it', async () => {
    const { world, logger, written, run, message } = await setUp();
    world.upload('good');

    const answer = await run(sqsEvent(message()));

    expect(answer).toEqual({ batchItemFailures: [] });
    expect((await world.record())?.draft).toBeUndefined();
    expect(logger.lines).toMatchObject([
      { level: 'info', message: 'Upload published', requestId: 'req-1', imageKey: imageKey(world.draft.id) },
    ]);
    expect(written).toMatchObject([{ service: 'ingest', ImagesPublished: 1, DraftToPublishedSeconds: 90 }]);
  });

  it('counts a refusal under its code, and nothing else under that code', async () => {
    const { world, written, run, message } = await setUp();

    world.upload('text');
    await run(sqsEvent(message()));
    world.upload('good');
    await run(sqsEvent(message()));

    expect(written).toMatchObject([
      { service: 'ingest', code: '5455', UploadsRefused: 1 },
      { service: 'ingest', ImagesPublished: 1 },
    ]);
    expect(written[1]).not.toHaveProperty('code');
  });

  it('counts a replay', async () => {
    const { world, written, run, message } = await setUp();
    world.upload('good');

    await run(sqsEvent(message(), message()));

    expect(written).toMatchObject([{ ImagesPublished: 1 }, { service: 'ingest', ReplaysDiscarded: 1 }]);
    expect(written[1]).not.toHaveProperty('ImagesPublished');
  });

  it('acknowledges a test event and objects that are not uploads, and says so', async () => {
    const { logger, written, run } = await setUp();

    const answer = await run(sqsEvent(s3TestEvent(), s3Notification(s3Record({ key: 'staging/other' }))));

    expect(answer).toEqual({ batchItemFailures: [] });
    expect(logger.lines).toMatchObject([{ level: 'warn', requestId: 'req-1' }]);
    expect(written).toEqual([]);
  });

  it('reports only the message that failed', async () => {
    const { world, logger, run, message } = await setUp();
    world.upload('good');

    const answer = await run(sqsEvent('not from S3', message(), 'nor this'));

    expect(answer.batchItemFailures).toEqual([
      { itemIdentifier: 'message-0' },
      { itemIdentifier: 'message-2' },
    ]);
    expect((await world.record())?.draft).toBeUndefined();
    expect(logger.lines.filter(({ level }) => level === 'error')).toMatchObject([
      { messageId: 'message-0', deliveries: 2, requestId: 'req-1' },
      { messageId: 'message-2' },
    ]);
  });

  it('reports a fault of storage and publishes when the message comes again', async () => {
    const { world, run, message } = await setUp();
    world.upload('good');
    const objects = intercept(world.objects, { put: () => Promise.reject(new Error('503 SlowDown')) });

    const failed = await run(sqsEvent(message()), { objects });
    const retried = await run(sqsEvent(message()));

    expect(failed.batchItemFailures).toHaveLength(1);
    expect(retried.batchItemFailures).toEqual([]);
    expect((await world.record())?.draft).toBeUndefined();
  });

  it('reports an upload whose event was not taken; the next try sends it, and says and counts that', async () => {
    const { world, logger, written, run, message } = await setUp();
    world.upload('good');

    const failed = await run(sqsEvent(message()), { events: brokenEvents });
    const retried = await run(sqsEvent(message()));
    await run(sqsEvent(message()));

    expect(failed.batchItemFailures).toHaveLength(1);
    expect(retried.batchItemFailures).toEqual([]);
    expect(world.events.sent).toHaveLength(1);
    expect(logger.lines.slice(1)).toMatchObject([{ announced: true }, { announced: false }]);
    expect(written).toMatchObject([{ ReplaysDiscarded: 1, EventsSentLate: 1 }, { ReplaysDiscarded: 1 }]);
    expect(written[1]).not.toHaveProperty('EventsSentLate');
  });

  it('never logs the secret of an upload URL, not even from an error that quotes its key', async () => {
    const { world, logger, run, message } = await setUp();
    const denied = Object.assign(new Error(`not authorized on arn:aws:s3:::staging/${world.key}`), {
      Key: world.key,
      cause: new Error(world.key),
    });
    const staged = intercept(world.staged, { read: () => Promise.reject(denied) });
    world.upload('good');

    await run(sqsEvent(message()), { staged });
    await run(sqsEvent(message()));
    await run(sqsEvent(message()));

    expect(logger.lines).toHaveLength(3);
    expect(JSON.stringify(logger.lines)).not.toContain(world.draft.nonce);
    expect(JSON.stringify(logger.lines)).toContain('not authorized');
  });
});
