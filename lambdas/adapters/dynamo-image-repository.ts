import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  DeleteCommand,
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  UpdateCommand,
  type UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { alreadyExists } from '../core/errors';
import { type Draft, type Image, isDraft, type PublishedImage, type UploadRefusal } from '../core/image';
import type { ImageChange, ImageRef, ImageRepository } from '../core/ports';
import {
  editedAttributes,
  fromImageItem,
  type ImageItem,
  publishedAttributes,
  refOf,
  toDraftItem,
} from './dynamo-image-item';
import { imagePk } from './dynamo-keys';

/** The id is free. */
const NO_RECORD = 'attribute_not_exists(pk)';
/**
 * The id is held by a draft whose URL is dead. TTL sweeps up to days late, so the condition looks at the expiry
 * itself; an image has neither attribute and is never replaced.
 */
const EXPIRED_DRAFT = '(draft = :true AND expiresAtSeconds <= :nowSeconds)';
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

/** Closes the race of an edit with a deletion followed by a new upload of the same id. */
const SAME_IMAGE = 'objectKey = :sameObject';

/** How often a publish starts over because the creator was edited in between; more is no coincidence. */
const MAX_PUBLISH_ATTEMPTS = 5;

/** Runs a conditional write; undefined when its condition did not hold. Everything else passes through. */
const resultOf = async <T>(write: Promise<T>): Promise<T | undefined> => {
  try {
    return await write;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};

const holds = async (write: Promise<object>): Promise<boolean> => (await resultOf(write)) !== undefined;

/**
 * Drafts and images in the table. Attributes of a draft: `accountId`, `id`, `uploaded`, `requireSignedURLs`, `meta`
 * (JSON text), `creator`, `draft`, `nonce`, `expiresAtSeconds`, `ttl`, `uploadError`. Publishing removes the last five
 * and adds `filename`, `file`, `objectKey`, `listPartition`, `listSort`, `creatorPartition`.
 */
export class DynamoImageRepository implements ImageRepository {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  async createDraft(draft: Draft, now: Date): Promise<void> {
    const created = await holds(
      this.client.send(
        new PutCommand({
          TableName: this.tableName,
          Item: toDraftItem(draft),
          ConditionExpression: `${NO_RECORD} OR ${EXPIRED_DRAFT}`,
          ExpressionAttributeValues: { ':true': true, ':nowSeconds': Math.floor(now.getTime() / 1000) },
        }),
      ),
    );
    if (!created) throw alreadyExists();
  }

  async find(ref: ImageRef): Promise<Image | undefined> {
    const { Item } = await this.client.send(
      new GetCommand({ TableName: this.tableName, Key: { pk: imagePk(ref) }, ConsistentRead: true }),
    );
    return Item && fromImageItem(Item as ImageItem);
  }

  async publish(draft: Draft, published: PublishedImage): Promise<'published' | 'lost'> {
    let current: Image | undefined = draft;
    for (let attempt = 1; attempt <= MAX_PUBLISH_ATTEMPTS; attempt += 1) {
      if (!current || !isDraft(current) || current.nonce !== draft.nonce) return 'lost';
      if (await this.#publishAs(current, published)) return 'published';
      current = await this.find(refOf(draft));
    }
    throw new Error(
      `The creator of an image was edited ${MAX_PUBLISH_ATTEMPTS} times while it was published`,
    );
  }

  async recordRefusal(draft: Draft, refusal: UploadRefusal): Promise<void> {
    await this.#update(draft, {
      UpdateExpression: 'SET uploadError = :refusal',
      ConditionExpression: SAME_DRAFT,
      ExpressionAttributeValues: { ':true': true, ':nonce': draft.nonce, ':refusal': refusal },
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
    const same = isDraft(image)
      ? { condition: SAME_DRAFT, values: { ':true': true, ':nonce': image.nonce } }
      : { condition: SAME_IMAGE, values: { ':sameObject': image.objectKey } };
    const attributes = await resultOf(
      this.client.send(
        new UpdateCommand({
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
        }),
      ),
    );
    return attributes?.Attributes && fromImageItem(attributes.Attributes as ImageItem);
  }

  async delete(ref: ImageRef): Promise<Image | undefined> {
    const { Attributes } = await this.client.send(
      new DeleteCommand({ TableName: this.tableName, Key: { pk: imagePk(ref) }, ReturnValues: 'ALL_OLD' }),
    );
    return Attributes && fromImageItem(Attributes as ImageItem);
  }

  /** Writes file fields and list keys only, so that `meta` and flags edited since the draft was read survive. */
  async #publishAs({ nonce, creator, ...draft }: Draft, published: PublishedImage): Promise<boolean> {
    const added = Object.entries(publishedAttributes(published, creator));
    return this.#update(draft, {
      UpdateExpression:
        `SET ${added.map(([name]) => `#${name} = :${name}`).join(', ')} ` +
        'REMOVE draft, nonce, expiresAtSeconds, #ttl, uploadError',
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
    });
  }

  #update(image: Pick<Image, 'accountId' | 'id'>, update: Partial<UpdateCommandInput>): Promise<boolean> {
    const Key = { pk: imagePk(refOf(image)) };
    return holds(this.client.send(new UpdateCommand({ TableName: this.tableName, Key, ...update })));
  }
}
