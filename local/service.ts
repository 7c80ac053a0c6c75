import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Assembly } from './assembly';
import { HOST } from './assert-ports-free';
import { startCloudFront } from './cloudfront/cloudfront';
import type { LocalConfig } from './config';
import { type RunningDynamoDb, startDynamoDb } from './dynamodb/start-dynamodb';
import { Health } from './health';
import { startHttpApi } from './http-api/http-api';
import { LocalIam } from './iam/local-iam';
import { createFunctions } from './lambda/functions';
import type { LocalFunction } from './lambda/local-function';
import { createPageServer } from './page-server';
import { readBuckets } from './read-buckets';
import { startRestApi } from './rest-api/rest-api';
import { RunningParts } from './running-parts';
import { startS3Server } from './s3/s3-server';
import { seedToken } from './seed-token';
import { removeServiceFile, type ServiceInfo, writeServiceFile } from './service-file';
import { assertMayNotify, assertMayPoll } from './sqs/assert-permitted';
import { createEventSources } from './sqs/event-sources';
import type { Queue } from './sqs/queue';
import { openQueues } from './sqs/read-queues';
import { startSts } from './sts/sts-server';
import { LOCAL_REGION } from './template/pseudo-parameters';
import { assertKnownKinds } from './template/resource-kinds';
import { Template } from './template/template';

/** What the service is started with. */
export interface ServiceOptions {
  readonly config: LocalConfig;
  readonly assembly: Assembly;
  /** Folder of the upload page's files. */
  readonly pageFolder: string;
  /** Takes one line for each refusal and fault. */
  readonly log: (line: string) => void;
}

/** A running service. */
export interface RunningService {
  readonly endpoints: ServiceInfo['endpoints'];
  /** Stops accepting, then ends what is under way, in under five seconds. */
  close(): Promise<void>;
}

const TTL_SWEEP_SECONDS = 30;

/** Everything that is started hangs on these. */
interface Context extends ServiceOptions {
  readonly template: Template;
  readonly iam: LocalIam;
  readonly parts: RunningParts;
}

const endpoint = (port: number) => `http://${HOST}:${port}`;

const startStorage = async ({ config, template, iam, parts, log }: Context) => {
  const shared = { host: HOST, iam, log };
  const dynamodb = parts.add(
    'storage',
    await startDynamoDb({
      ...shared,
      port: config.dynamodbPort,
      template,
      folder: join(config.dataDir, 'dynamodb'),
      sweepIntervalSeconds: TTL_SWEEP_SECONDS,
    }),
  );
  const sts = parts.add('storage', await startSts({ ...shared, port: 0 }));
  const queues = openQueues(template, join(config.dataDir, 'sqs'));
  await startS3({ config, template, iam, parts }, queues);
  return { dynamodb, sts, queues };
};

const startS3 = async (
  { config, template, iam, parts }: Pick<Context, 'config' | 'template' | 'iam' | 'parts'>,
  queues: ReadonlyMap<string, Queue>,
) => {
  const buckets = readBuckets(template);
  for (const { name, notifications } of buckets)
    for (const { queueArn } of notifications) assertMayNotify(template, name, queueArn);
  parts.add(
    'gateways',
    await startS3Server({
      host: HOST,
      port: config.s3Port,
      dataDir: join(config.dataDir, 's3'),
      buckets,
      iam,
      publish: async (queueArn, event) => {
        const queue = queues.get(queueArn);
        if (!queue) throw new Error(`${queueArn} is not a queue of the template`);
        await queue.send(JSON.stringify(event));
      },
    }),
  );
};

const startFunctions = (
  { config, template, assembly, iam, parts, log }: Context,
  endpoints: ServiceInfo['endpoints'],
): ReadonlyMap<string, LocalFunction> => {
  const functions = createFunctions(template, {
    assetFolder: (s3Key) => assembly.assetFolder(s3Key),
    iam,
    endpoints,
    logFolder: join(config.dataDir, 'logs'),
    console: log,
  });
  return parts.add('functions', functions).byNameOrArn;
};

const startEventSources = (
  { config, template, iam, parts }: Context,
  queues: ReadonlyMap<string, Queue>,
  functions: ReadonlyMap<string, LocalFunction>,
) => {
  assertMayPoll(template, iam);
  const sources = createEventSources(template, {
    queues,
    functions,
    maxRetryDelaySeconds: config.maxRetryDelaySeconds,
  });
  for (const source of sources) {
    parts.add('eventSources', { close: () => source.stop() });
    source.start();
  }
  for (const queue of queues.values()) parts.add('storage', { close: async () => queue.close() });
};

/** Page, health and API share the control port, as nothing else does in AWS: a laptop has one address to remember. */
const startControl = async (
  context: Context,
  functions: ReadonlyMap<string, LocalFunction>,
  health: Health,
) => {
  const { config, template, pageFolder, parts, log } = context;
  const page = createPageServer({
    folder: pageFolder,
    origin: endpoint(config.controlPort),
    accountId: config.accountId,
    apiToken: config.apiToken,
  });
  const server = await startHttpApi({
    host: HOST,
    port: config.controlPort,
    template,
    functions,
    log,
    before: async (request, response) => health.answer(request, response) || page(request, response),
  });
  parts.add('gateways', server);
};

const startGateways = async (context: Context, functions: ReadonlyMap<string, LocalFunction>) => {
  const { config, template, iam, parts, log } = context;
  const shared = { host: HOST, template, functions, log };
  const s3Endpoint = endpoint(config.s3Port);
  parts.add('gateways', await startRestApi({ ...shared, port: config.uploadPort, s3Endpoint, iam }));
  parts.add('gateways', await startCloudFront({ ...shared, port: config.deliveryPort }));
};

const seed = async ({ config }: Context, { client, tables }: RunningDynamoDb): Promise<string> => {
  const tableName = tables[0]?.name;
  if (tables.length !== 1 || tableName === undefined)
    throw new Error(`The template has ${tables.length} tables; the local token belongs into exactly one`);
  await seedToken(client, {
    tableName,
    accountId: config.accountId,
    apiToken: config.apiToken,
    now: new Date(),
  });
  return tableName;
};

const startAll = async (context: Context, instance: string): Promise<ServiceInfo['endpoints']> => {
  const { config, iam } = context;
  const functions = new Map<string, LocalFunction>();
  const health = new Health(instance);
  // First, because its port answers "starting" until the rest is there; functions are looked up per request.
  await startControl(context, functions, health);
  const fixed = {
    control: endpoint(config.controlPort),
    s3: endpoint(config.s3Port),
    upload: endpoint(config.uploadPort),
    delivery: endpoint(config.deliveryPort),
  };
  writeServiceFile(config.dataDir, {
    instance,
    pid: process.pid,
    endpoints: { ...fixed, dynamodb: '', sts: '' },
  });
  const { dynamodb, sts, queues } = await startStorage(context);
  const endpoints = { ...fixed, dynamodb: endpoint(dynamodb.port), sts: endpoint(sts.port) };
  for (const [name, run] of startFunctions(context, endpoints)) functions.set(name, run);
  startEventSources(context, queues, functions);
  await startGateways(context, functions);
  writeServiceFile(config.dataDir, {
    instance,
    pid: process.pid,
    endpoints,
    region: LOCAL_REGION,
    tableName: await seed(context, dynamodb),
    accountId: config.accountId,
    credentials: iam.admin,
  });
  health.ready();
  return endpoints;
};

/**
 * Runs a synthesised app: its tables, buckets, queues, functions and gateways, wired as in the template.
 * @throws TemplateError for what cannot run locally; Error of `listen` when a port is taken.
 */
export const startService = async (options: ServiceOptions): Promise<RunningService> => {
  const { config, assembly } = options;
  const template = new Template(assembly.template, {
    control: endpoint(config.controlPort),
    upload: endpoint(config.uploadPort),
    delivery: endpoint(config.deliveryPort),
  });
  assertKnownKinds(template);
  const parts = new RunningParts();
  const context = { ...options, template, parts, iam: new LocalIam(template, config.dataDir) };
  const close = async () => {
    await parts.close();
    removeServiceFile(config.dataDir);
  };
  try {
    return { endpoints: await startAll(context, randomUUID()), close };
  } catch (error) {
    await close();
    throw error;
  }
};
