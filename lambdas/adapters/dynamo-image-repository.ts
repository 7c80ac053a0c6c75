import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import {
  type BegunInspections,
  type Draft,
  type Image,
  isDraft,
  type PublishedImage,
  type UnsentEvent,
  type UploadRefusal,
} from '../core/image';
import { refOf } from '../core/keys';
import type { ImageChange, ImageRef, ImageRepository } from '../core/ports';
import { conditionally, holds, transact } from './dynamo-conditional-write';
import {
  editedAttributes,
  fromImageItem,
  type ImageItem,
  publishedAttributes,
  toDraftItem,
} from './dynamo-image-item';
import { countPk, imagePk } from './dynamo-keys';

/** The id is free. */
const NO_RECORD = 'attribute_not_exists(pk)';
/**
 * Closes the races of one upload with another, with a deletion and with a new minting: a published record has no
 * `draft`, a deleted one has nothing, and a draft that was minted again has another nonce.
 *
 *   upload 1  find ──────── check bytes ──────── publish: wins, removes `draft`
 *   upload 2       find ──────── check bytes ─────────────── publish: condition fails
 */
const SAME_DRAFT = 'draft = :true AND nonce = :nonce';
/**
 * Closes the race with an edit of the creator, from which `creatorPartition` is computed before the write: without it
 * an image would be listed under the creator it no longer has.
 */
const SAME_CREATOR = 'creator = :creator';
const NO_CREATOR = 'attribute_not_exists(creator)';

/** Closes the race of an edit or a deletion with a deletion followed by a new upload of the same id. */
const SAME_IMAGE = 'objectKey = :sameObject';

/** The condition that the record is still the very one that was read, with its values. */
const sameRecord = (image: Image) =>
  isDraft(image)
    ? { condition: SAME_DRAFT, values: { ':true': true, ':nonce': image.nonce } }
    : { condition: SAME_IMAGE, values: { ':sameObject': image.objectKey } };

/** How often a write starts over because the record was edited or published in between; more is no coincidence. */
const MAX_ATTEMPTS = 5;

/**
 * Drafts and images in the table, stored as `dynamo-image-item.ts` has them, and beside them the count of images
 * (`countPk`), which changes in the same transaction that publishes or deletes one: whatever is retried or crashes, it
 * is counted once.
 */
export class DynamoImageRepository implements ImageRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async createDraft(draft: Draft, replaced?: Draft): Promise<Image> {
    const put = new PutCommand({
      TableName: this.tableName,
      Item: toDraftItem(draft),
      ...(replaced === undefined
        ? { ConditionExpression: NO_RECORD }
        : {
            ConditionExpression: `${NO_RECORD} OR (${SAME_DRAFT})`,
            ExpressionAttributeValues: { ':true': true, ':nonce': replaced.nonce },
          }),
    });
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (await holds(() => this.client.send(put))) return draft;
      const holder = await this.find(refOf(draft));
      if (holder) return holder;
    }
    throw new Error(`An id was taken and freed ${MAX_ATTEMPTS} times while a draft was stored under it`);
  }

  async find(ref: ImageRef): Promise<Image | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key: { pk: imagePk(ref) }, ConsistentRead: true }),
    );
    return Item && fromImageItem(Item as ImageItem);
  }

  async publish(draft: Draft, published: PublishedImage): Promise<'published' | 'lost'> {
    let current: Image | undefined = draft;
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      if (!current || !isDraft(current) || current.nonce !== draft.nonce) return 'lost';
      if (await this.#publishAs(current, published)) return 'published';
      current = await this.find(refOf(draft));
    }
    throw new Error(`The creator of an image was edited ${MAX_ATTEMPTS} times while it was published`);
  }

  async recordRefusal(draft: Draft, refusal: UploadRefusal, unsentEvent: UnsentEvent): Promise<void> {
    await this.#update(refOf(draft), {
      UpdateExpression: 'SET uploadError = :refusal, unsentEvent = :event',
      ConditionExpression: SAME_DRAFT,
      ExpressionAttributeValues: {
        ':true': true,
        ':nonce': draft.nonce,
        ':refusal': refusal,
        ':event': unsentEvent,
      },
    });
  }

  async recordInspections(draft: Draft, begun: BegunInspections | undefined): Promise<void> {
    await this.#update(refOf(draft), {
      UpdateExpression: begun ? 'SET begunInspections = :begun' : 'REMOVE begunInspections',
      ConditionExpression: SAME_DRAFT,
      ExpressionAttributeValues: {
        ':true': true,
        ':nonce': draft.nonce,
        ...(begun ? { ':begun': begun } : {}),
      },
    });
  }

  async markEventSent(ref: ImageRef, eventId: string): Promise<void> {
    await this.#update(ref, {
      UpdateExpression: 'REMOVE unsentEvent',
      // An event's id is made of its minting: another draft or image of the same id has another one.
      ConditionExpression: 'unsentEvent.id = :eventId',
      ExpressionAttributeValues: { ':eventId': eventId },
    });
  }

  async edit(image: Image, change: ImageChange): Promise<Image | undefined> {
    const { set, remove } = editedAttributes(image, change);
    const names = [...Object.keys(set), ...remove];
    const assignments = Object.keys(set).map((name) => `#${name} = :${name}`);
    const clauses = [
      ...(assignments.length > 0 ? [`SET ${assignments.join(', ')}`] : []),
      ...(remove.length > 0 ? [`REMOVE ${remove.map((name) => `#${name}`).join(', ')}`] : []),
    ];
    const same = sameRecord(image);
    const update = new UpdateCommand({
      TableName: this.tableName,
      Key: { pk: imagePk(refOf(image)) },
      UpdateExpression: clauses.join(' '),
      ConditionExpression: same.condition,
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...same.values,
        ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:${name}`, value])),
      },
      ReturnValues: 'ALL_NEW',
    });
    const edited = await conditionally(() => this.client.send(update));
    return edited.holds ? fromImageItem(edited.result.Attributes as ImageItem) : undefined;
  }

  async cancelDraft(draft: Draft): Promise<void> {
    await this.#deleteAs(refOf(draft), draft);
  }

  async delete(ref: ImageRef): Promise<Image | undefined> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
      const image = await this.find(ref);
      if (!image || (await this.#deleteAs(ref, image))) return image;
    }
    throw new Error(`An image changed ${MAX_ATTEMPTS} times while it was deleted`);
  }

  /** False when the record is not the one that was read any more. */
  async #deleteAs(ref: ImageRef, image: Image): Promise<boolean> {
    const { condition, values } = sameRecord(image);
    const deletion = {
      TableName: this.tableName,
      Key: { pk: imagePk(ref) },
      ConditionExpression: condition,
      ExpressionAttributeValues: values,
    };
    if (!isDraft(image)) return transact(this.client, [{ Delete: deletion }, this.#count(ref, -1)]);
    const write = await conditionally(() => this.client.send(new DeleteCommand(deletion)));
    return write.holds || (write.wasSentBefore && (await this.find(ref)) === undefined);
  }

  #count(ref: ImageRef, images: 1 | -1) {
    return {
      Update: {
        TableName: this.tableName,
        Key: { pk: countPk(ref) },
        UpdateExpression: 'ADD images :images',
        ExpressionAttributeValues: { ':images': images },
      },
    };
  }

  /** Writes file fields and list keys only, so that `meta` and flags edited since the draft was read survive. */
  async #publishAs({ nonce, creator, ...draft }: Draft, published: PublishedImage): Promise<boolean> {
    const added = Object.entries(publishedAttributes(published, creator));
    const Update = {
      TableName: this.tableName,
      Key: { pk: imagePk(refOf(draft)) },
      UpdateExpression:
        `SET ${added.map(([name]) => `#${name} = :${name}`).join(', ')} ` +
        `REMOVE draft, nonce, expiresAtSeconds, #ttl, uploadError, begunInspections${published.unsentEvent ? '' : ', unsentEvent'}`,
      ConditionExpression: `${SAME_DRAFT} AND ${creator === undefined ? NO_CREATOR : SAME_CREATOR}`,
      ExpressionAttributeNames: {
        '#ttl': 'ttl',
        ...Object.fromEntries(added.map(([name]) => [`#${name}`, name])),
      },
      ExpressionAttributeValues: {
        ':true': true,
        ':nonce': nonce,
        ...(creator === undefined ? {} : { ':creator': creator }),
        ...Object.fromEntries(added.map(([name, value]) => [`:${name}`, value])),
      },
    };
    return transact(this.client, [{ Update }, this.#count(refOf(draft), 1)]);
  }

  #update(ref: ImageRef, update: Partial<UpdateCommandInput>): Promise<boolean> {
    const Key = { pk: imagePk(ref) };
    return holds(() => this.client.send(new UpdateCommand({ TableName: this.tableName, Key, ...update })));
  }
}
