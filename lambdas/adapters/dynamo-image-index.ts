import { Select } from '@aws-sdk/client-dynamodb';
import { type DynamoDBDocumentClient, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { accountHash } from '../core/account';
import { isDraft, type PublishedImage } from '../core/image';
import { imageKeyOfPosition, listPosition } from '../core/list-position';
import type { ImageIndex, ImagePage, ImageQuery } from '../core/ports';
import { fromImageItem, type ImageItem } from './dynamo-image-item';
import { CREATOR_INDEX, creatorPartition, imagePk, imagesPartition, LISTING_INDEX } from './dynamo-keys';

/** Which index answers a query, and under which partition. */
interface Source {
  readonly index: string;
  readonly attribute: 'listPartition' | 'creatorPartition';
  readonly partition: string;
}

const sourceOf = ({ accountId, creator }: ImageQuery): Source =>
  creator === undefined
    ? { index: LISTING_INDEX, attribute: 'listPartition', partition: imagesPartition(accountId) }
    : {
        index: CREATOR_INDEX,
        attribute: 'creatorPartition',
        partition: creatorPartition(accountId, creator),
      };

/**
 * The index's key of a position. Account and partition are the caller's own, never taken from the position: whatever a
 * position says, it leads nowhere outside the list.
 */
const startKey = (query: ImageQuery, source: Source): Record<string, string> | undefined => {
  const key = query.startAfter === undefined ? undefined : imageKeyOfPosition(query.startAfter);
  if (query.startAfter === undefined || key === undefined) return undefined;
  return {
    pk: imagePk({ accountHash: accountHash(query.accountId), imageKey: key }),
    [source.attribute]: source.partition,
    listSort: query.startAfter,
  };
};

/** The sparse indexes of published images. An index is read eventually consistent: it trails the records by moments. */
export class DynamoImageIndex implements ImageIndex {
  constructor(
    private readonly client: DynamoDBDocumentClient,
    private readonly tableName: string,
  ) {}

  /** One query reads at most 1 MB, so a page may take several. */
  async page(query: ImageQuery): Promise<ImagePage> {
    const source = sourceOf(query);
    const images: PublishedImage[] = [];
    let start = startKey(query, source);
    do {
      const { Items = [], LastEvaluatedKey } = await this.#query(
        query,
        source,
        query.limit - images.length,
        start,
      );
      const found = (Items as ImageItem[]).map(fromImageItem);
      images.push(...found.filter((image): image is PublishedImage => !isDraft(image)));
      start = LastEvaluatedKey;
    } while (start && images.length < query.limit);
    const last = images.at(-1);
    return start && last ? { images, nextPosition: listPosition(last) } : { images };
  }

  /** The index counts, 1 MB a query: it reads and bills as a page does, but answers with a number. */
  async positionAfter(query: ImageQuery): Promise<string | undefined> {
    const source = sourceOf(query);
    let left = query.limit;
    let start = startKey(query, source);
    do {
      const { Count = 0, LastEvaluatedKey } = await this.#query(query, source, left, start, Select.COUNT);
      left -= Count;
      start = LastEvaluatedKey;
    } while (start && left > 0);
    return start?.['listSort'];
  }

  #query(
    query: ImageQuery,
    source: Source,
    limit: number,
    start: Record<string, unknown> | undefined,
    select: Select = Select.ALL_ATTRIBUTES,
  ) {
    return this.client.send(
      new QueryCommand({
        TableName: this.tableName,
        IndexName: source.index,
        KeyConditionExpression: `${source.attribute} = :partition`,
        ExpressionAttributeValues: { ':partition': source.partition },
        Select: select,
        ScanIndexForward: query.order === 'asc',
        Limit: limit,
        ExclusiveStartKey: start,
      }),
    );
  }
}
