import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Credentials, Iam } from '../iam/iam';
import { LOCAL_REGION } from '../template/pseudo-parameters';
import type { Template } from '../template/template';
import { DynaliteEngine } from './dynalite-engine';
import { startDynamoDbServer } from './dynamodb-server';
import { ensureTable } from './ensure-table';
import { readTables, type TableConfig } from './table-config';
import { TtlSweeper } from './ttl-sweeper';

/** How DynamoDB runs. */
export interface DynamoDbOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly template: Template;
  readonly iam: Pick<Iam, 'credentialsOf' | 'isAllowed'> & { readonly admin: Credentials };
  /** LevelDB's folder. */
  readonly folder: string;
  readonly sweepIntervalSeconds: number;
  readonly log: (line: string) => void;
}

/** Running tables. */
export interface RunningDynamoDb {
  readonly port: number;
  readonly tables: readonly TableConfig[];
  /** Speaks with the administrator's credentials. */
  readonly client: DynamoDBClient;
  /** Stops accepting, then flushes and closes the data. */
  close(): Promise<void>;
}

const hasTtl = (table: TableConfig): table is TableConfig & { ttlAttribute: string } =>
  table.ttlAttribute !== undefined;

/**
 * Starts DynamoDB with the template's tables on disk and begins to sweep expired items.
 * @throws Error when the port is taken or the tables on disk do not fit the template.
 */
export const startDynamoDb = async (options: DynamoDbOptions): Promise<RunningDynamoDb> => {
  const tables = readTables(options.template);
  const engine = await DynaliteEngine.open(options.folder);
  const server = await startDynamoDbServer({ ...options, engine, tables });
  const client = new DynamoDBClient({
    endpoint: `http://${options.host}:${server.port}`,
    region: LOCAL_REGION,
    credentials: options.iam.admin,
  });
  const sweepers = tables.filter(hasTtl).map((table) => new TtlSweeper(client, table));
  const close = async () => {
    await Promise.all(sweepers.map((sweeper) => sweeper.stop()));
    client.destroy();
    await server.close();
    await engine.close();
  };
  try {
    for (const table of tables) await ensureTable(client, table);
  } catch (error) {
    await close();
    throw error;
  }
  for (const sweeper of sweepers)
    sweeper.start(options.sweepIntervalSeconds, (error) =>
      options.log(`dynamodb: sweep failed: ${String(error)}`),
    );
  return { port: server.port, tables, client, close };
};
