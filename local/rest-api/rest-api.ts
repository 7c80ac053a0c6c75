import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Functions } from '../gateway/find-function';
import { readFunctionPermissions } from '../gateway/function-permissions';
import { type IncomingRequest, incomingRequest, requestHeadBytes } from '../gateway/incoming-request';
import { messageResponse } from '../gateway/message-response';
import { checkHeaders, type GatewayResponse } from '../gateway/payload-v2-response';
import { BodyAborted } from '../gateway/read-body';
import { sendResponse } from '../gateway/send-response';
import { type RunningServer, startServer } from '../gateway/start-server';
import { createBuckets } from '../gateway/throttle';
import type { Iam } from '../iam/iam';
import type { Template } from '../template/template';
import { answerMethod, type MethodRuntime } from './answer-method';
import { type MethodConfig, type RestApiConfig, readRestApi } from './api-config';
import { GatewayFault } from './gateway-fault';
import { renderGatewayResponse } from './gateway-response';
import { integrationCredentials } from './integration-credentials';
import type { MappingSources } from './map-parameter';
import { methodRequest } from './method-request';
import { requestContext } from './request-context';
import { findResource, type ResourceNode } from './resource-tree';
import { createS3Agent } from './s3-integration';

/** API Gateway's limit of request line and headers together. */
const MAX_HEAD_BYTES = 10_240;

/** What the REST API runs on. */
export interface RestApiOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly template: Template;
  readonly functions: Functions;
  /** The local S3, `http://127.0.0.1:<port>`. */
  readonly s3Endpoint: string;
  readonly iam: Pick<Iam, 'issue'>;
  /** @default `() => new Date()` */
  readonly now?: () => Date;
  /** Takes one line for each fault behind the API. @default console.error */
  readonly log?: (line: string) => void;
}

/**
 * Runs the template's REST API below `/<stage>`: resources, REQUEST authorizer, MOCK and S3 integrations, mapping
 * templates, gateway responses, throttles and quotas.
 * @throws TemplateError for a part of the API that does not run locally; Error of `listen`.
 */
export const startRestApi = async (options: RestApiOptions): Promise<RunningServer> => {
  const api = readRestApi(options.template);
  const methods = allMethods(api.root);
  const agent = createS3Agent();
  const runtime: MethodRuntime = {
    api,
    functions: options.functions,
    permissions: readFunctionPermissions(options.template),
    buckets: createBuckets(methods),
    s3: new Map(
      methods
        .filter(({ properties }) => properties.Integration.Type === 'AWS')
        .map((method) => {
          const credentials = integrationCredentials(
            options.template,
            options.iam,
            method.properties.Integration,
          );
          return [method, { endpoint: options.s3Endpoint, credentials, agent }];
        }),
    ),
  };
  const now = options.now ?? (() => new Date());
  const log = options.log ?? ((line: string) => console.error(line));
  const server = await startServer({
    host: options.host,
    port: options.port,
    log,
    answer: (request, response) => answer(runtime, request, response, now(), log),
  });
  return {
    port: server.port,
    close: async () => {
      await server.close();
      agent.destroy();
    },
  };
};

const allMethods = (node: ResourceNode<MethodConfig>): MethodConfig[] => [
  ...node.methods.values(),
  ...node.children.flatMap(allMethods),
];

const answer = async (
  runtime: MethodRuntime,
  request: IncomingMessage,
  response: ServerResponse,
  now: Date,
  log: (line: string) => void,
): Promise<void> => {
  const { api } = runtime;
  const incoming = incomingRequest(request);
  const refusal = refuseEarly(api, incoming);
  if (refusal) return sendResponse(response, incoming.method, refusal);
  const path = incoming.path.slice(api.stageName.length + 1) || '/';
  const found = findResource(api.root, path);
  const sources: MappingSources = {
    request: methodRequest(incoming, path, found?.pathParameters ?? {}),
    context: {
      ...requestContext(api, incoming, now),
      ...(found && { resourceId: found.node.resourceId, resourcePath: found.node.path }),
    },
    stageVariables: api.stageVariables,
  };
  try {
    const method = found?.node.methods.get(incoming.method) ?? found?.node.methods.get('ANY');
    if (!method) throw new GatewayFault('MISSING_AUTHENTICATION_TOKEN');
    sendResponse(response, incoming.method, await answerMethod(runtime, method, sources, request, response));
  } catch (error) {
    if (error instanceof BodyAborted) return;
    const fault =
      error instanceof GatewayFault
        ? error
        : new GatewayFault('DEFAULT_5XX', error instanceof Error ? error.stack : String(error));
    if (fault.detail) log(`${incoming.method} ${sources.context.resourcePath ?? path}: ${fault.message}`);
    const refused = renderGatewayResponse(api.gatewayResponses, fault, sources);
    checkHeaders(refused.headers);
    sendResponse(response, incoming.method, refused);
  }
};

/** Refusals before any API or stage is known; gateway responses do not shape them. */
const refuseEarly = (api: RestApiConfig, incoming: IncomingRequest): GatewayResponse | undefined => {
  if (requestHeadBytes(incoming) > MAX_HEAD_BYTES)
    return messageResponse(431, 'Request Header Fields Too Large');
  const [, stage] = incoming.path.split('/');
  return stage === api.stageName ? undefined : messageResponse(403, 'Forbidden');
};
