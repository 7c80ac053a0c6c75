import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Functions } from '../gateway/find-function';
import { readFunctionPermissions } from '../gateway/function-permissions';
import { incomingRequest } from '../gateway/incoming-request';
import { type RunningServer, startServer } from '../gateway/start-server';
import type { Iam } from '../iam/iam';
import type { RestApiName } from '../template/rest-api-name';
import type { Template } from '../template/template';
import { answerRequest, type RestApiRuntime } from './answer-request';
import { type MethodConfig, readRestApi } from './api-config';
import { createIntegration } from './integration';
import type { ResourceNode } from './resource-tree';
import { createS3Agent } from './s3-integration';
import { stageBuckets } from './stage-throttle';

/** What a REST API runs on. */
export interface RestApiOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly template: Template;
  /** Which of the template's REST APIs. */
  readonly api: RestApiName;
  readonly functions: Functions;
  /** The local S3, `http://127.0.0.1:<port>`. */
  readonly s3Endpoint: string;
  readonly iam: Pick<Iam, 'issue'>;
  /** Answers a request before the API does, e.g. the health check; true when it did. @default nothing is answered before */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /** @default `() => new Date()` */
  readonly now?: () => Date;
  /** Takes one line for each fault behind the API. @default console.error */
  readonly log?: (line: string) => void;
}

/**
 * Runs a REST API of the template below the names of its stages: resources, REQUEST authorizers, MOCK, S3 and Lambda
 * integrations, mapping templates, gateway responses, throttles and quotas.
 * @throws TemplateError for a part of the API that does not run locally; Error of `listen`.
 */
export const startRestApi = async (options: RestApiOptions): Promise<RunningServer> => {
  const s3Agent = createS3Agent();
  const runtime = createRuntime(options, s3Agent);
  const now = options.now ?? (() => new Date());
  const server = await startServer({
    host: options.host,
    port: options.port,
    log: runtime.log,
    answer: async (request, response) => {
      if (await options.before?.(request, response)) return;
      await answerRequest(runtime, { request, response, incoming: incomingRequest(request), now: now() });
    },
  });
  return {
    port: server.port,
    close: async () => {
      await server.close();
      s3Agent.destroy();
    },
  };
};

const createRuntime = (
  options: RestApiOptions,
  s3Agent: ReturnType<typeof createS3Agent>,
): RestApiRuntime => {
  const api = readRestApi(options.template, options.api);
  const methods = allMethods(api.root);
  const permissions = readFunctionPermissions(options.template);
  const surroundings = { ...options, permissions, s3Agent, binaryMediaTypes: api.binaryMediaTypes };
  return {
    api,
    functions: options.functions,
    permissions,
    integrations: new Map(methods.map((method) => [method, createIntegration(method, surroundings)])),
    stages: new Map(
      api.stages.map((stage) => [
        stage.stageName,
        { ...stage, buckets: stageBuckets(stage.methodSettings, methods) },
      ]),
    ),
    log: options.log ?? ((line: string) => console.error(line)),
  };
};

const allMethods = (node: ResourceNode<MethodConfig>): MethodConfig[] => [
  ...node.methods.values(),
  ...node.children.flatMap(allMethods),
];
