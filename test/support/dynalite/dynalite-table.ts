import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createDocumentClient } from '../../../lambdas/adapters/dynamo-client';
import { CREATOR_INDEX, LISTING_INDEX } from '../../../lambdas/adapters/dynamo-keys';
import { DynaliteEngine } from '../../../local/dynamodb/dynalite-engine';
import { readBody } from '../../../local/gateway/read-body';
import { startServer } from '../../../local/gateway/start-server';

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
  const engine = await DynaliteEngine.open();
  const server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log: () => undefined,
    answer: async (request, response) =>
      engine.answer(request, await readBody(request, response, 16 * 1024 * 1024), response),
  });
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const raw = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${server.port}`,
    region: 'us-east-1',
    credentials,
  });
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
      await server.close();
      await engine.close();
    },
  };
};
