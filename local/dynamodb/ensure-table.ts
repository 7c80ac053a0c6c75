import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { TableConfig } from './table-config';

interface Schema {
  readonly KeySchema?:
    | readonly { readonly AttributeName?: string | undefined; readonly KeyType?: string | undefined }[]
    | undefined;
  readonly GlobalSecondaryIndexes?:
    | readonly (Schema & { readonly IndexName?: string | undefined })[]
    | undefined;
  readonly LocalSecondaryIndexes?:
    | readonly (Schema & { readonly IndexName?: string | undefined })[]
    | undefined;
}

/** Keys and indexes in one comparable text; order of indexes does not matter. */
const fingerprint = (schema: Schema): string => {
  const keys = (schema.KeySchema ?? []).map(({ AttributeName, KeyType }) => `${KeyType} ${AttributeName}`);
  const indexes = [...(schema.GlobalSecondaryIndexes ?? []), ...(schema.LocalSecondaryIndexes ?? [])];
  return JSON.stringify([keys, indexes.map((index) => `${index.IndexName} ${fingerprint(index)}`).sort()]);
};

const describe = async (client: DynamoDBClient, name: string): Promise<TableDescription | undefined> => {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
};

/**
 * Creates the table, or checks that the one on disk is the template's.
 * @throws Error when its keys or indexes differ: the data on disk belongs to another version of the stack.
 */
export const ensureTable = async (client: DynamoDBClient, table: TableConfig): Promise<void> => {
  const existing = await describe(client, table.name);
  if (existing && fingerprint(existing) !== fingerprint(table.create))
    throw new Error(
      `The keys or indexes of table ${table.name} on disk are not the template's any more. Start with --reset to begin with an empty table.`,
    );
  if (!existing) await client.send(new CreateTableCommand(table.create));
  await waitUntilTableExists(
    { client, maxWaitTime: 10, minDelay: 0.05, maxDelay: 0.2 },
    { TableName: table.name },
  );
};
