import { sweepAtSeconds } from '../core/expiry';
import {
  type BegunInspections,
  type Draft,
  type Image,
  type ImageFile,
  isDraft,
  type Metadata,
  type PublishedImage,
  type UnsentEvent,
  type UploadRefusal,
} from '../core/image';
import { refOf } from '../core/keys';
import { listPosition } from '../core/list-position';
import type { ImageChange } from '../core/ports';
import { creatorPartition, imagePk, imagesPartition } from './dynamo-keys';

/** What drafts and images have in common in the table. */
interface ImageItemBase {
  readonly pk: string;
  readonly accountId: string;
  readonly id: string;
  readonly uploaded: string;
  readonly requireSignedURLs: boolean;
  /** JSON text: as a map it would lose number precision, and every key would count against the item's nesting. */
  readonly meta?: string;
  readonly creator?: string;
  readonly unsentEvent?: UnsentEvent;
}

/** A draft; it has no list keys, so no index can show it. */
export interface DraftItem extends ImageItemBase {
  readonly draft: true;
  readonly nonce: string;
  readonly expiresAtSeconds: number;
  /** DynamoDB's TTL: when the item may be swept, in Unix seconds. */
  readonly ttl: number;
  readonly uploadError?: UploadRefusal;
  readonly begunInspections?: BegunInspections;
}

/** What publishing adds: the file, and the keys of the sparse indexes. */
export interface PublishedAttributes {
  readonly filename: string | null;
  readonly file: ImageFile;
  readonly objectKey: string;
  readonly unsentEvent?: UnsentEvent;
  readonly listPartition: string;
  readonly listSort: string;
  readonly creatorPartition: string;
}

/** A published image. */
export interface PublishedItem extends ImageItemBase, PublishedAttributes {
  readonly draft?: never;
}

/** What the table holds for an image's key. */
export type ImageItem = DraftItem | PublishedItem;

/** A draft as it is stored. */
export const toDraftItem = (draft: Draft): DraftItem => {
  const { meta, ...rest } = draft;
  return {
    pk: imagePk(refOf(draft)),
    ...rest,
    ...(meta ? { meta: JSON.stringify(meta) } : {}),
    ttl: sweepAtSeconds(draft),
  };
};

/** What an image has that its draft had not; `creator` as it is at the moment of publishing. */
export const publishedAttributes = (
  image: PublishedImage,
  creator: string | undefined,
): PublishedAttributes => ({
  filename: image.filename,
  file: image.file,
  objectKey: image.objectKey,
  ...(image.unsentEvent ? { unsentEvent: image.unsentEvent } : {}),
  listPartition: imagesPartition(image.accountId),
  listSort: listPosition(image),
  creatorPartition: creatorPartition(image.accountId, creator),
});

/**
 * What an edit writes and what it removes. An image's `creatorPartition` follows its creator in the same write; a draft
 * gets it when it is published.
 */
export const editedAttributes = (
  image: Image,
  { requireSignedURLs, meta, creator }: ImageChange,
): { readonly set: Readonly<Record<string, unknown>>; readonly remove: readonly string[] } => ({
  set: {
    ...(requireSignedURLs === undefined ? {} : { requireSignedURLs }),
    ...(meta ? { meta: JSON.stringify(meta) } : {}),
    ...(creator ? { creator } : {}),
    ...(creator === undefined || isDraft(image)
      ? {}
      : { creatorPartition: creatorPartition(image.accountId, creator) }),
  },
  remove: [...(meta === null ? ['meta'] : []), ...(creator === null ? ['creator'] : [])],
});

/** A stored item as the domain knows it, without the table's own attributes. */
export const fromImageItem = (item: ImageItem): Image => {
  const { accountId, id, uploaded, requireSignedURLs, meta, creator, unsentEvent } = item;
  const base = {
    accountId,
    id,
    uploaded,
    requireSignedURLs,
    ...(meta === undefined ? {} : { meta: JSON.parse(meta) as Metadata }),
    ...(creator === undefined ? {} : { creator }),
    ...(unsentEvent ? { unsentEvent } : {}),
  };
  if (item.draft) {
    const { nonce, expiresAtSeconds, uploadError, begunInspections } = item;
    return {
      ...base,
      draft: true,
      nonce,
      expiresAtSeconds,
      ...(uploadError ? { uploadError } : {}),
      ...(begunInspections ? { begunInspections } : {}),
    };
  }
  const { filename, file, objectKey } = item;
  return { ...base, filename, file, objectKey };
};
