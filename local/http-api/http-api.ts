import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Functions } from '../gateway/find-function';
import { type FunctionPermissions, readFunctionPermissions } from '../gateway/function-permissions';
import { incomingRequest, requestHeadBytes } from '../gateway/incoming-request';
import { messageResponse } from '../gateway/message-response';
import type { GatewayResponse } from '../gateway/payload-v2-response';
import { BodyAborted, BodyTooLarge, readBody } from '../gateway/read-body';
import { sendResponse } from '../gateway/send-response';
import { type RunningServer, startServer } from '../gateway/start-server';
import { createBuckets } from '../gateway/throttle';
import type { TokenBucket } from '../gateway/token-bucket';
import type { Template } from '../template/template';
import { type HttpApiConfig, type RouteConfig, readHttpApi } from './api-config';
import { answerPreflight, corsHeaders } from './cors';
import { decodePath, UndecodablePath } from './decode-path';
import { invokeRoute } from './invoke-route';
import { selectRoute } from './select-route';

/** The API Gateway quotas of a request: HTTP API developer guide, "Quotas for HTTP APIs". */
const MAX_BODY_BYTES = 10 * 1024 * 1024;
const MAX_HEAD_BYTES = 10_240;

/** What the HTTP API runs on. */
export interface HttpApiOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly template: Template;
  readonly functions: Functions;
  /** Answers a request before the API does, e.g. the health check; true when it did. @default nothing is answered before */
  readonly before?: (request: IncomingMessage, response: ServerResponse) => boolean | Promise<boolean>;
  /** @default `() => new Date()` */
  readonly now?: () => Date;
  /** Takes one line for each fault behind the API. @default console.error */
  readonly log?: (line: string) => void;
}

interface Runtime {
  readonly api: HttpApiConfig;
  readonly functions: Functions;
  readonly permissions: FunctionPermissions;
  readonly buckets: ReadonlyMap<RouteConfig, TokenBucket>;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

/**
 * Runs the template's HTTP API: its routes, Lambda proxy integrations (payload format 2.0), throttles and quotas.
 * @throws TemplateError for a part of the API that does not run locally; Error of `listen`.
 */
export const startHttpApi = async (options: HttpApiOptions): Promise<RunningServer> => {
  const api = readHttpApi(options.template);
  const log = options.log ?? ((line: string) => console.error(line));
  const runtime: Runtime = {
    api,
    functions: options.functions,
    permissions: readFunctionPermissions(options.template),
    buckets: createBuckets(api.routes),
    now: options.now ?? (() => new Date()),
    log,
  };
  return startServer({
    host: options.host,
    port: options.port,
    log,
    answer: async (request, response) => {
      if (await options.before?.(request, response)) return;
      await answer(runtime, request, response);
    },
  });
};

const answer = async (runtime: Runtime, request: IncomingMessage, response: ServerResponse) => {
  const incoming = incomingRequest(request);
  const result = await respond(runtime, request, response).catch((error: unknown) => refusal(error));
  if (!result) return;
  const cors = runtime.api.cors ? corsHeaders(runtime.api.cors, incoming) : {};
  const headers = { ...result.headers, ...cors, 'apigw-requestid': randomBytes(11).toString('base64url') };
  sendResponse(response, incoming.method, { ...result, headers });
};

const respond = async (
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<GatewayResponse> => {
  const { api } = runtime;
  const incoming = incomingRequest(request);
  if (requestHeadBytes(incoming) > MAX_HEAD_BYTES)
    return messageResponse(431, 'Request Header Fields Too Large');
  const preflight = api.cors && answerPreflight(api.cors, incoming);
  if (preflight) return preflight;
  const { routed, rawPath } = decodePath(incoming.path);
  const path = withoutStage(routed, api.stage);
  const selected = path === undefined ? undefined : selectRoute(api.routes, incoming.method, path);
  if (!selected) return messageResponse(404, 'Not Found');
  if (runtime.buckets.get(selected.route)?.take() === false) return messageResponse(429, 'Too Many Requests');
  const body = await readBody(request, response, MAX_BODY_BYTES);
  return invokeRoute({ ...runtime, selected, request: incoming, rawPath, body, now: runtime.now() });
};

/** Undefined when the path is not below the stage. */
const withoutStage = (path: string, stage: string): string | undefined => {
  if (stage === '$default') return path;
  if (path === `/${stage}`) return '/';
  return path.startsWith(`/${stage}/`) ? path.slice(stage.length + 1) : undefined;
};

const refusal = (error: unknown): GatewayResponse | undefined => {
  if (error instanceof BodyTooLarge) return messageResponse(413, 'Request Entity Too Large');
  if (error instanceof UndecodablePath) return messageResponse(400, 'Bad Request');
  if (error instanceof BodyAborted) return undefined;
  throw error;
};
