import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** What a running local service writes into `service.json` of its data directory, as far as the suites use it. */
interface ServiceFile {
  readonly region: string;
  readonly endpoints: { readonly dynamodb: string };
  readonly tableName: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** The local service's table, opened with its administrator's credentials. */
export interface LocalTable {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}

/** Opens the table of the service that runs on this data directory, for what no API offers: time travel, tokens. */
export const openLocalTable = async (dataDir: string): Promise<LocalTable> => {
  const file = await readFile(path.join(dataDir, 'service.json'), 'utf8');
  const { region, endpoints, tableName, credentials } = JSON.parse(file) as ServiceFile;
  const client = new DynamoDBClient({ endpoint: endpoints.dynamodb, region, credentials });
  return { client: DynamoDBDocumentClient.from(client), tableName };
};
