import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Functions } from '../gateway/find-function';
import { readFunctionPermissions } from '../gateway/function-permissions';
import { type IncomingRequest, incomingRequest, requestHeadBytes } from '../gateway/incoming-request';
import { BodyAborted, BodyTooLarge, readBody } from '../gateway/read-body';
import { type RunningServer, startServer } from '../gateway/start-server';
import { matchesWildcard } from '../iam/wildcard';
import type { Template } from '../template/template';
import { applyHeadersPolicy } from './apply-headers-policy';
import { CacheStore } from './cache-store';
import { type Behavior, type Distribution, readDistribution } from './distribution';
import { EdgeCache } from './edge-cache';
import type { EdgeRequest } from './edge-request';
import { type EdgeResponse, edgeError } from './edge-response';
import { fetchFromFunctionUrl } from './function-url-origin';
import { parseInvalidationPath } from './invalidation-path';
import { forwardsCookies, originRequest } from './origin-request';
import { runViewerRequest } from './run-viewer-request';
import { runViewerResponse } from './run-viewer-response';
import { sendEdgeResponse } from './send-edge-response';
import { ViewerFunctionError } from './viewer-function';

/** Lambda's limit of a request body through a function URL. */
const MAX_BODY_BYTES = 6 * 1024 * 1024;
/** CloudFront's limits (quotas): of a URL, and of request line and headers together. */
const MAX_URL_BYTES = 8_192;
const MAX_HEAD_BYTES = 20_480;
const DEFAULT_CACHE_BYTES = 64 * 1024 * 1024;
/**
 * CloudFront allows about a millisecond of compute. Here the clock on the wall counts, and a busy laptop may take a thread
 * off its core for long; what matters is that nothing runs for ever.
 */
const DEFAULT_FUNCTION_MS = 1_000;

/** What the distribution runs on. */
export interface CloudFrontOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly template: Template;
  readonly functions: Functions;
  /** All cached objects together. @default 64 MB */
  readonly maxCacheBytes?: number;
  /** Wall-clock time that a CloudFront function may compute. @default 1000 */
  readonly maxFunctionMs?: number;
  /** @default `() => new Date()` */
  readonly now?: () => Date;
  /** Takes one line for each fault behind the distribution and each log line of its functions. @default console.error */
  readonly log?: (line: string) => void;
}

/** A distribution that answers, with what an invalidation needs. */
export interface RunningCloudFront extends RunningServer {
  readonly distributionId: string;
  readonly distributionArn: string;
  /** Drops cached objects; a path may end in `*`. Paths without a leading slash are ignored. */
  invalidate(paths: readonly string[]): void;
}

interface Runtime {
  readonly distribution: Distribution;
  readonly cache: EdgeCache;
  readonly log: (line: string) => void;
}

/**
 * Runs the template's CloudFront distribution as one edge location: behaviours, viewer functions, cache, function URL
 * origins with origin access control, response headers policies. Not here: compression, HTTPS, geography.
 * @throws TemplateError for a part of the distribution that does not run locally; Error of `listen`.
 */
export const startCloudFront = async (options: CloudFrontOptions): Promise<RunningCloudFront> => {
  const distribution = readDistribution(options.template, options.maxFunctionMs ?? DEFAULT_FUNCTION_MS);
  const permissions = readFunctionPermissions(options.template);
  const now = options.now ?? (() => new Date());
  const log = options.log ?? ((line: string) => console.error(line));
  const store = new CacheStore(options.maxCacheBytes ?? DEFAULT_CACHE_BYTES);
  const origins = { functions: options.functions, permissions, sourceArn: distribution.arn, now, log };
  const cache = new EdgeCache({
    store,
    errorTtlSeconds: distribution.errorTtlSeconds,
    now,
    fetch: async (behavior, request, conditions) => {
      const incoming = originRequest(behavior, request, conditions);
      const response = await fetchFromFunctionUrl(behavior.origin, incoming, request.body, origins);
      return forwardsCookies(behavior)
        ? response
        : { ...response, headers: withoutCookies(response.headers) };
    },
  });
  const server = await startServer({
    host: options.host,
    port: options.port,
    log,
    answer: (request, response) => answer({ distribution, cache, log }, request, response),
  });
  return {
    port: server.port,
    close: async () => {
      await server.close();
      await Promise.all(
        distribution.behaviors
          .flatMap(({ viewerRequest, viewerResponse }) => [viewerRequest, viewerResponse])
          .map((viewerFunction) => viewerFunction?.close()),
      );
    },
    distributionId: distribution.id,
    distributionArn: distribution.arn,
    invalidate: (paths) => store.invalidate(paths.flatMap((path) => parseInvalidationPath(path) ?? [])),
  };
};

const withoutCookies = ({ 'set-cookie': _, ...headers }: EdgeResponse['headers']): EdgeResponse['headers'] =>
  headers;

const answer = async (
  runtime: Runtime,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const incoming = incomingRequest(request);
  const { behaviors, defaultRootObject } = runtime.distribution;
  const behavior = behaviors.find(({ pathPattern }) => matchesWildcard(pathPattern, incoming.path));
  if (!behavior) throw new Error('a distribution always has a default behaviour');
  const excess = excessOf(incoming);
  if (excess) return sendEdgeResponse(response, incoming.method, excess);
  try {
    const body = await readBody(request, response, MAX_BODY_BYTES);
    const uri = incoming.path === '/' && defaultRootObject ? `/${defaultRootObject}` : incoming.path;
    const { method, query, headers } = incoming;
    const edgeRequest: EdgeRequest = { method, uri, query, headers, body, incoming };
    const edgeResponse = await respond(runtime, behavior, edgeRequest);
    sendEdgeResponse(response, method, edgeResponse);
  } catch (error) {
    if (error instanceof BodyAborted) return;
    if (!(error instanceof BodyTooLarge)) throw error;
    sendEdgeResponse(response, incoming.method, edgeError(413, 'The request is too large.'));
  }
};

const excessOf = (incoming: IncomingRequest): EdgeResponse | undefined => {
  if (Buffer.byteLength(incoming.path) + Buffer.byteLength(incoming.query) > MAX_URL_BYTES)
    return edgeError(414, 'The URL is too long.');
  return requestHeadBytes(incoming) > MAX_HEAD_BYTES
    ? edgeError(494, 'The headers are too long.')
    : undefined;
};

const respond = async (runtime: Runtime, behavior: Behavior, request: EdgeRequest): Promise<EdgeResponse> => {
  const { distribution, log } = runtime;
  const policy = behavior.responseHeadersPolicy;
  const withPolicy = (response: EdgeResponse): EdgeResponse =>
    policy ? { ...response, headers: applyHeadersPolicy(policy, request, response.headers) } : response;
  try {
    const response = withPolicy(await produce(runtime, behavior, request));
    if (!behavior.viewerResponse || response.cacheResult === 'FunctionGeneratedResponse') return response;
    return await runViewerResponse(behavior.viewerResponse, distribution, request, response, log);
  } catch (error) {
    if (!(error instanceof ViewerFunctionError)) throw error;
    log(error.message);
    return withPolicy(edgeError(503, 'The CloudFront function returned an error.', 'FunctionExecutionError'));
  }
};

const produce = async (
  { distribution, cache, log }: Runtime,
  behavior: Behavior,
  request: EdgeRequest,
): Promise<EdgeResponse> => {
  if (!(behavior.properties.AllowedMethods as string[]).includes(request.method))
    return edgeError(
      403,
      'This distribution is not configured to allow the HTTP request method that was used for this request.',
    );
  if (['GET', 'HEAD'].includes(request.method) && request.body.length > 0)
    return edgeError(403, 'Bad request: a GET request must not have a body.');
  if (!behavior.viewerRequest) return cache.answer(behavior, request);
  const viewed = await runViewerRequest(behavior.viewerRequest, distribution, request, log);
  return 'response' in viewed ? viewed.response : cache.answer(behavior, viewed.request);
};
