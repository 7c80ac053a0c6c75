import type { AddressInfo } from 'node:net';
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import dynalite from 'dynalite';
import { createDocumentClient } from '../../../lambdas/adapters/dynamo-client';
import { CREATOR_INDEX, LISTING_INDEX } from '../../../lambdas/adapters/dynamo-keys';

/** An embedded DynamoDB that lives in memory, on a port of its own. */
export interface DynaliteServer {
  /** A client and a new, empty table of the app's shape (docs/architecture.md, "Data"). */
  createTable(): Promise<{ client: DynamoDBDocumentClient; tableName: string }>;
  close(): Promise<void>;
}

const index = (name: string, partition: string) => ({
  IndexName: name,
  KeySchema: [
    { AttributeName: partition, KeyType: 'HASH' as const },
    { AttributeName: 'listSort', KeyType: 'RANGE' as const },
  ],
  Projection: { ProjectionType: 'ALL' as const },
});

const tableInput = (TableName: string) => ({
  TableName,
  BillingMode: 'PAY_PER_REQUEST' as const,
  KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' as const }],
  AttributeDefinitions: ['pk', 'listPartition', 'creatorPartition', 'listSort'].map((AttributeName) => ({
    AttributeName,
    AttributeType: 'S' as const,
  })),
  GlobalSecondaryIndexes: [index(LISTING_INDEX, 'listPartition'), index(CREATOR_INDEX, 'creatorPartition')],
});

/** Starts one server for a test file. */
export const startDynalite = async (): Promise<DynaliteServer> => {
  const server = dynalite({ createTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const raw = new DynamoDBClient({ endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials });
  let tables = 0;
  return {
    createTable: async () => {
      tables += 1;
      const tableName = `table-${tables}`;
      await raw.send(new CreateTableCommand(tableInput(tableName)));
      return { client: createDocumentClient(raw), tableName };
    },
    close: async () => {
      raw.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
};
