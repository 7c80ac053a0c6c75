import type { PreparedEvents } from '../events/event-notifier';
import type { ObjectCreation } from '../events/event-record';
import { S3Error } from '../s3-error';
import type { ObjectWrite } from '../store/object-store';
import type { StoredObject } from '../store/stored-object';
import type { OperationContext } from './operation';

const MAX_KEY_BYTES = 1024;
/** The largest object a single PUT or POST may make: 5 GiB. */
export const MAX_OBJECT_BYTES = 5 * 1024 ** 3;

/** @throws S3Error `KeyTooLongError` past 1,024 bytes of UTF-8. */
export const assertKeyLength = (key: string): void => {
  const bytes = Buffer.byteLength(key);
  if (bytes <= MAX_KEY_BYTES) return;
  throw new S3Error('KeyTooLongError', 'Your key is too long', {
    details: { Size: String(bytes), MaxSizeAllowed: String(MAX_KEY_BYTES) },
  });
};

/** What differs between PUT, POST and copy. */
export type NewObject = Omit<ObjectWrite, 'bucket' | 'beforeCommit'> & {
  readonly eventName: ObjectCreation;
  readonly accessKeyId: string;
};

/**
 * Stores an object and announces it. The events are on disk before the object is visible and are published
 * before the writer is answered: an object that was acknowledged always has its event, whatever crashes when.
 */
export const writeObject = async (context: OperationContext, write: NewObject): Promise<StoredObject> => {
  const { bucket, request, store, notifier } = context;
  let events: PreparedEvents | undefined;
  let object: StoredObject;
  try {
    object = await store.put({
      ...write,
      bucket: bucket.name,
      beforeCommit: async (created) => {
        events = await notifier.prepare({
          bucket,
          object: created,
          eventName: write.eventName,
          accessKeyId: write.accessKeyId,
          requestId: request.id,
          sourceIp: request.message.socket.remoteAddress ?? '127.0.0.1',
        });
      },
    });
  } catch (error) {
    await events?.discard();
    throw error;
  }
  await events?.deliver();
  return object;
};
