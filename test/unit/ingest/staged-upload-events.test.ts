import { readStagedUploadEvents } from '../../../lambdas/ingest/staged-upload-events';
import { s3Notification, s3Record, s3TestEvent } from '../../support/ingest-events';

const TARGET = { accountHash: 'A'.repeat(22), imageKey: 'B'.repeat(43), nonce: 'C'.repeat(22) };
const KEY = `staging/${TARGET.accountHash}/${TARGET.imageKey}.${TARGET.nonce}`;

describe('reading a message of the queue', () => {
  it('finds the upload, when S3 completed it and how often that was said', () => {
    expect(readStagedUploadEvents(s3Notification(s3Record()), 3)).toEqual({
      uploads: [{ target: TARGET, completedAt: new Date('2026-03-04T05:07:07.000Z'), deliveries: 3 }],
      foreignObjects: 0,
    });
  });

  it('finds every record of a message', () => {
    const { uploads } = readStagedUploadEvents(s3Notification(s3Record(), s3Record()), 1);

    expect(uploads).toHaveLength(2);
  });

  it('ignores the test event of a new notification', () => {
    expect(readStagedUploadEvents(s3TestEvent(), 1)).toEqual({ uploads: [], foreignObjects: 0 });
  });

  it('decodes keys, and exactly once', () => {
    const encoded = KEY.replaceAll('/', '%2F').replace('.', '%2E');
    const twice = encoded.replaceAll('%', '%25');

    expect(readStagedUploadEvents(s3Notification(s3Record({ key: encoded })), 1).uploads).toHaveLength(1);
    expect(readStagedUploadEvents(s3Notification(s3Record({ key: twice })), 1)).toMatchObject({
      uploads: [],
      foreignObjects: 1,
    });
  });

  it.each([
    ['a space, a plus sign and UTF-8', 'staging/a+b%2Bc/%E7%8C%AB.jpg'],
    ['a malformed escape', `${KEY}%E7%8C%ZZ`],
    ['a longer path', `${KEY}/x`],
    ['a way out of the prefix', `staging/..%2F${KEY}`],
    ['another prefix', KEY.replace('staging', 'refused')],
    ['a space before the name', `staging/${TARGET.accountHash}/+${TARGET.imageKey}.${TARGET.nonce}`],
    ['nothing', ''],
  ])('counts a key with %s as foreign', (_case, key) => {
    expect(readStagedUploadEvents(s3Notification(s3Record({ key })), 1)).toEqual({
      uploads: [],
      foreignObjects: 1,
    });
  });

  it('ignores events that create no object', () => {
    const removed = s3Record({ eventName: 'ObjectRemoved:Delete' });

    expect(readStagedUploadEvents(s3Notification(removed), 1)).toEqual({ uploads: [], foreignObjects: 0 });
  });

  it.each([
    ['no JSON', 'hello'],
    ['other JSON', '{"detail":{}}'],
    [
      'a record without a key',
      '{"Records":[{"eventName":"ObjectCreated:Put","eventTime":"2026-03-04T05:07:07Z","s3":{}}]}',
    ],
    ['a record without a time', s3Notification(s3Record({ eventTime: 'yesterday-ish' }))],
  ])('throws for %s, so that the message ends in the dead-letter queue', (_case, body) => {
    expect(() => readStagedUploadEvents(body, 1)).toThrow();
  });
});
