import { LOCAL_REGION } from '../../template/pseudo-parameters';
import type { BucketNotification } from '../bucket-config';
import { formEncodeKey } from '../http/uri-encoding';
import type { StoredObject } from '../store/stored-object';

/** How an object came to be, named as in events. */
export type ObjectCreation = 'ObjectCreated:Copy' | 'ObjectCreated:Post' | 'ObjectCreated:Put';

/** Names that may stand in a bucket's notifications here. */
const KNOWN_EVENTS: readonly string[] = [
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  // Never happens here, since multipart uploads are not implemented; to wait for it is no mistake.
  's3:ObjectCreated:CompleteMultipartUpload',
];

/** @throws Error for an event that this server would never send, such as `s3:ObjectRemoved:*`. */
export const assertKnownEvents = (notification: BucketNotification): void => {
  const unknown = notification.events.find((event) => !KNOWN_EVENTS.includes(event));
  if (unknown !== undefined) throw new Error(`The local S3 does not send the event ${unknown}.`);
};

/** True when a notification asks for this creation of this key; filters look at the key as it is, not encoded. */
export const wantsEvent = (
  notification: BucketNotification,
  eventName: ObjectCreation,
  key: string,
): boolean =>
  notification.events.some((event) => event === 's3:ObjectCreated:*' || event === `s3:${eventName}`) &&
  key.startsWith(notification.prefix ?? '') &&
  key.endsWith(notification.suffix ?? '');

/** What an event says. */
export interface EventFacts {
  readonly configurationId: string;
  readonly eventName: ObjectCreation;
  readonly eventTime: string;
  readonly accessKeyId: string;
  readonly sourceIp: string;
  readonly requestId: string;
  readonly object: StoredObject;
  /** Upper-case hex; of two events of one key, the later one compares higher. */
  readonly sequencer: string;
}

/** The message that S3 sends for one event, version 2.1 (S3 user guide, "Event message structure"). */
export const eventMessage = (facts: EventFacts): { Records: object[] } => ({
  Records: [
    {
      eventVersion: '2.1',
      eventSource: 'aws:s3',
      awsRegion: LOCAL_REGION,
      eventTime: facts.eventTime,
      eventName: facts.eventName,
      userIdentity: { principalId: `AWS:${facts.accessKeyId}` },
      requestParameters: { sourceIPAddress: facts.sourceIp },
      responseElements: { 'x-amz-request-id': facts.requestId, 'x-amz-id-2': facts.requestId },
      s3: {
        s3SchemaVersion: '1.0',
        configurationId: facts.configurationId,
        bucket: {
          name: facts.object.bucket,
          ownerIdentity: { principalId: 'LOCAL' },
          arn: `arn:aws:s3:::${facts.object.bucket}`,
        },
        object: {
          key: formEncodeKey(facts.object.key),
          size: facts.object.bytes,
          eTag: facts.object.etag,
          sequencer: facts.sequencer,
        },
      },
    },
  ],
});
