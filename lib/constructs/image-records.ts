import { RemovalPolicy } from 'aws-cdk-lib';
import { AttributeType, BillingMode, ProjectionType, Table, TableEncryption } from 'aws-cdk-lib/aws-dynamodb';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';

/** Props of `ImageRecords`. */
export interface ImageRecordsProps {
  /** What happens to the table when the stack is deleted; a retained table is also protected from deletion. */
  readonly removalPolicy: RemovalPolicy.RETAIN | RemovalPolicy.DESTROY;
}

/** The kinds of items, by the start of their partition key (docs/architecture.md, "Data"). */
type ItemKind = 'IMAGE#' | 'TOKEN#' | 'ACCOUNT#' | 'KEYS#' | 'COUNT#' | 'SECRET#' | 'RATE#' | 'WEBHOOKS#';

/** The partitions of the indexes that hold images. */
type ImagePartition = 'IMAGES#' | 'CREATOR#';

const INDEXES = ['listing', 'creator'] as const;

/** Every partition key of a request begins with one of these. */
const onKeys = (starts: readonly (ItemKind | ImagePartition)[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': starts.map((start) => `${start}*`) },
});

/**
 * The table of drafts and images, tokens, account settings, signing keys and webhooks, counts of images and of requests,
 * and the key of continuation tokens. Each function is granted the actions of its own use cases on the kinds of items it
 * works on: the code that browsers reach cannot read or write a token.
 */
export class ImageRecords extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, props: ImageRecordsProps) {
    super(scope, id);
    this.table = new Table(this, 'Table', {
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: 'ttl',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      // The key that AWS owns: encryption with a key of the account would add a KMS charge and quota to every request
      // and protects nothing here, because access is decided by IAM in either case.
      encryption: TableEncryption.DEFAULT,
      removalPolicy: props.removalPolicy,
      deletionProtection: props.removalPolicy === RemovalPolicy.RETAIN,
    });
    for (const name of INDEXES)
      this.table.addGlobalSecondaryIndex({
        indexName: name,
        partitionKey: { name: `${name === 'listing' ? 'list' : name}Partition`, type: AttributeType.STRING },
        sortKey: { name: 'listSort', type: AttributeType.STRING },
        projectionType: ProjectionType.ALL,
      });
  }

  /** Mint: looks up tokens, writes drafts, and sees who has an id that is taken. */
  grantMint(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem'], ['TOKEN#', 'IMAGE#']);
    this.grantItems(grantee, ['PutItem'], ['IMAGE#']);
  }

  /** Create: what mint and ingest do in one, and takes back a draft that came to nothing. */
  grantCreate(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem'], ['TOKEN#', 'IMAGE#', 'ACCOUNT#']);
    this.grantItems(grantee, ['PutItem', 'DeleteItem'], ['IMAGE#']);
    this.grantItems(grantee, ['UpdateItem'], ['IMAGE#', 'COUNT#']);
  }

  /** Every function of the control API, when there is a rate limit: counts the requests of tokens. */
  grantRateLimit(grantee: IGrantable): void {
    this.grantItems(grantee, ['UpdateItem'], ['RATE#']);
  }

  /** Read: looks up tokens, images and settings, lists and counts images, and makes the key that authenticates continuation tokens on first use. */
  grantRead(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem'], ['TOKEN#', 'IMAGE#', 'ACCOUNT#', 'SECRET#']);
    this.grantItems(grantee, ['BatchGetItem'], ['COUNT#']);
    this.grantItems(grantee, ['UpdateItem'], ['SECRET#']);
    this.grantQueries(grantee);
  }

  /**
   * Manage: changes images, settings, signing keys and webhooks, and adds batch tokens; other tokens are made and revoked by operators,
   * with their own permissions.
   */
  grantManage(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem'], ['TOKEN#', 'IMAGE#', 'ACCOUNT#', 'KEYS#', 'WEBHOOKS#']);
    this.grantItems(grantee, ['PutItem'], ['TOKEN#']);
    this.grantItems(grantee, ['DeleteItem'], ['IMAGE#']);
    this.grantItems(grantee, ['UpdateItem'], ['IMAGE#', 'ACCOUNT#', 'KEYS#', 'COUNT#', 'WEBHOOKS#']);
  }

  /** Authorize an upload: looks up the draft and the variants for the answer. */
  grantAuthorizeUpload(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem'], ['IMAGE#', 'ACCOUNT#']);
  }

  /** Ingest: looks up drafts, publishes and counts them, records refusals; the variants are for its events. */
  grantIngest(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem'], ['IMAGE#', 'ACCOUNT#']);
    this.grantItems(grantee, ['UpdateItem'], ['IMAGE#', 'COUNT#']);
  }

  /** Notify: looks up webhooks with their secrets, and records how they answered. */
  grantNotify(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem', 'UpdateItem'], ['WEBHOOKS#']);
  }

  /** Deliver: looks up the image, the account's variants and, for signed URLs, its keys. */
  grantDeliver(grantee: IGrantable): void {
    this.grantItems(grantee, ['GetItem'], ['IMAGE#', 'ACCOUNT#', 'KEYS#']);
  }

  /**
   * One statement for all kinds that an action is granted on: a transaction may be authorised with the keys of all its
   * items together, which no statement on a part of them would match.
   */
  private grantItems(grantee: IGrantable, actions: readonly string[], kinds: readonly ItemKind[]): void {
    Grant.addToPrincipal({
      grantee,
      actions: actions.map((action) => `dynamodb:${action}`),
      resourceArns: [this.table.tableArn],
      conditions: onKeys(kinds),
    });
  }

  /**
   * Lists of images only: the index has the tokens of all accounts too. `LeadingKeys` of a query on an index are the
   * index's own partition keys (DynamoDB developer guide, "Using IAM policy conditions for fine-grained access control",
   * example 5; tried on a live global index: martzcodes/blog-isolation).
   */
  private grantQueries(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['dynamodb:Query'],
      resourceArns: INDEXES.map((name) => `${this.table.tableArn}/index/${name}`),
      conditions: onKeys(['IMAGES#', 'CREATOR#']),
    });
  }
}
