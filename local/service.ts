import { randomUUID } from 'node:crypto';
import type { RunningDynamoDb } from './dynamodb/start-dynamodb';
import { Health } from './health';
import { LocalIam } from './iam/local-iam';
import { RunningParts } from './running-parts';
import { seedToken } from './seed-token';
import { originOf, type ServiceContext, type ServiceOptions } from './service-context';
import { removeServiceFile, type ServiceInfo, writeServiceFile } from './service-file';
import { startFunctions } from './start-functions';
import { startControl, startUploadAndDelivery } from './start-gateways';
import { startStorage } from './start-storage';
import { LOCAL_REGION } from './template/pseudo-parameters';
import { assertKnownKinds } from './template/resource-kinds';
import { Template } from './template/template';

/** A running service. */
export interface RunningService {
  readonly endpoints: ServiceInfo['endpoints'];
  /** Stops accepting, then ends what is under way, in under five seconds. */
  close(): Promise<void>;
}

/** The local token goes into the only table. Returns its name. */
const seed = async ({ config }: ServiceContext, { client, tables }: RunningDynamoDb): Promise<string> => {
  const tableName = tables[0]?.name;
  if (tables.length !== 1 || tableName === undefined)
    throw new Error(`The template has ${tables.length} tables; the local token belongs into exactly one`);
  const { accountId, apiToken } = config;
  await seedToken(client, { tableName, accountId, apiToken, now: new Date() });
  return tableName;
};

const startParts = async (context: ServiceContext, health: Health): Promise<ServiceInfo> => {
  const { config, iam } = context;
  const publicEndpoints = {
    control: originOf(config.controlPort),
    s3: originOf(config.s3Port),
    upload: originOf(config.uploadPort),
    delivery: originOf(config.deliveryPort),
  };
  // First, because its port answers "starting" from now on, which also says that DATA_DIR is taken.
  await startControl(context, health);
  const { instance } = health;
  writeServiceFile(config.dataDir, { instance, pid: process.pid, endpoints: publicEndpoints });
  const { dynamodb, stsPort, sqsPort, eventsPort, queues } = await startStorage(context);
  const endpoints = {
    ...publicEndpoints,
    dynamodb: originOf(dynamodb.port),
    sqs: originOf(sqsPort),
    sts: originOf(stsPort),
    events: originOf(eventsPort),
    cloudfront: originOf(await startUploadAndDelivery(context)),
  };
  startFunctions(context, endpoints, queues);
  const tableName = await seed(context, dynamodb);
  const { accountId } = config;
  return {
    instance,
    pid: process.pid,
    endpoints,
    region: LOCAL_REGION,
    tableName,
    accountId,
    credentials: iam.admin,
  };
};

/**
 * Runs a synthesised app: its tables, buckets, queues, functions and gateways, wired as in the template.
 * @throws TemplateError for what cannot run locally; Error of `listen` when a port is taken.
 */
export const startService = async (options: ServiceOptions): Promise<RunningService> => {
  const { config, assembly } = options;
  const template = new Template(assembly.template, {
    control: originOf(config.controlPort),
    upload: originOf(config.uploadPort),
    delivery: originOf(config.deliveryPort),
  });
  assertKnownKinds(template);
  const parts = new RunningParts(options.log);
  const iam = new LocalIam(template, config.dataDir);
  const close = async () => {
    await parts.close();
    removeServiceFile(config.dataDir);
  };
  const health = new Health(randomUUID());
  try {
    const info = await startParts({ ...options, template, iam, parts, functions: new Map() }, health);
    writeServiceFile(config.dataDir, info);
    health.ready();
    return { endpoints: info.endpoints, close };
  } catch (error) {
    await close();
    throw error;
  }
};
