import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../gateway/read-body';
import { type RunningServer, startServer } from '../gateway/start-server';
import type { Iam } from '../iam/iam';
import type { RunningCloudFront } from './cloudfront';
import { escapeXml, type InvalidationBatch, parseInvalidationBatch } from './invalidation-batch';

/** CloudFront's limit of paths in one batch. */
const MAX_PATHS = 3_000;
/** How many caller references are remembered to recognise a repeated call. */
const MAX_REMEMBERED = 1_000;
const MAX_BODY_BYTES = 1024 * 1024;
const NAMESPACE = 'http://cloudfront.amazonaws.com/doc/2020-05-31/';

/** Where functions find CloudFront's API (`AWS_ENDPOINT_URL_CLOUDFRONT`). */
export interface InvalidationApiOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly iam: Pick<Iam, 'credentialsOf' | 'isAllowed'>;
  readonly distribution: Pick<RunningCloudFront, 'distributionId' | 'distributionArn' | 'invalidate'>;
  /** @default `() => new Date()` */
  readonly now?: () => Date;
  /** Takes one line for each refusal and fault. @default console.error */
  readonly log?: (line: string) => void;
}

/** A refusal in the words of CloudFront. */
class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Invalidation {
  readonly id: string;
  readonly batch: InvalidationBatch;
  readonly createTime: string;
}

/**
 * CloudFront's API with the one operation this product uses, CreateInvalidation. The access key must be one that was
 * issued and its role must be allowed to; the signature is not verified, as nothing but the functions on this machine
 * knows an access key. An invalidation is done when it is answered.
 */
export const startInvalidationApi = (options: InvalidationApiOptions): Promise<RunningServer> => {
  const log = options.log ?? ((line: string) => console.error(line));
  const known = new Map<string, Invalidation>();
  return startServer({
    host: options.host,
    port: options.port,
    log,
    answer: async (request, response) => {
      const body = await readBody(request, response, MAX_BODY_BYTES);
      try {
        authorize(options, request);
        const invalidation = create(options, known, body.toString('utf8'));
        const location = `/2020-05-31/distribution/${options.distribution.distributionId}/invalidation/${invalidation.id}`;
        send(response, 201, invalidationXml(invalidation), { location });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        log(`cloudfront: ${error.code}: ${error.message}`);
        send(response, error.status, errorXml(error));
      }
    },
  });
};

const authorize = ({ iam, distribution }: InvalidationApiOptions, request: IncomingMessage): void => {
  const accessKeyId = /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(
    request.headers.authorization ?? '',
  )?.[1];
  if (accessKeyId === undefined)
    throw new ApiError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  if (!iam.credentialsOf(accessKeyId))
    throw new ApiError(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
  const path = (request.url ?? '').split('?')[0] ?? '';
  const id = /^\/2020-05-31\/distribution\/([^/]+)\/invalidation$/.exec(path)?.[1];
  if (id === undefined || request.method !== 'POST')
    throw new ApiError(404, 'UnknownOperation', 'The local service has CreateInvalidation only');
  // Only who may invalidate learns whether a distribution exists.
  const arn = distribution.distributionArn.replace(/[^/]+$/, id);
  if (!iam.isAllowed(accessKeyId, 'cloudfront:CreateInvalidation', arn))
    throw new ApiError(
      403,
      'AccessDenied',
      `User is not authorized to perform: cloudfront:CreateInvalidation on resource: ${arn}`,
    );
  if (id !== distribution.distributionId)
    throw new ApiError(404, 'NoSuchDistribution', 'The specified distribution does not exist.');
};

const create = (
  { distribution, now = () => new Date() }: InvalidationApiOptions,
  known: Map<string, Invalidation>,
  xml: string,
): Invalidation => {
  const batch = parseInvalidationBatch(xml);
  if (!batch) throw new ApiError(400, 'MalformedXML', 'The body is no InvalidationBatch.');
  if (batch.paths.length > MAX_PATHS)
    throw new ApiError(400, 'TooManyInvalidationsInProgress', `At most ${MAX_PATHS} paths.`);
  const wrong = batch.paths.find((path) => !path.startsWith('/') && path !== '*');
  if (wrong !== undefined)
    throw new ApiError(
      400,
      'InvalidArgument',
      'Your request contains one or more invalid invalidation paths.',
    );
  const earlier = known.get(batch.callerReference);
  if (earlier && JSON.stringify(earlier.batch) !== JSON.stringify(batch))
    throw new ApiError(
      400,
      'InvalidationBatchAlreadyExists',
      'The caller reference was used for other paths.',
    );
  if (earlier) return earlier;
  distribution.invalidate(batch.paths);
  const id = `I${randomBytes(8).toString('hex').slice(0, 13).toUpperCase()}`;
  const invalidation = { id, batch, createTime: now().toISOString() };
  known.set(batch.callerReference, invalidation);
  const [oldest] = known.keys();
  if (known.size > MAX_REMEMBERED && oldest !== undefined) known.delete(oldest);
  return invalidation;
};

const invalidationXml = ({ id, batch, createTime }: Invalidation): string => {
  const paths = batch.paths.map((path) => `<Path>${escapeXml(path)}</Path>`).join('');
  return `<?xml version="1.0"?>\n<Invalidation xmlns="${NAMESPACE}"><Id>${id}</Id><Status>Completed</Status><CreateTime>${createTime}</CreateTime><InvalidationBatch><Paths><Quantity>${batch.paths.length}</Quantity><Items>${paths}</Items></Paths><CallerReference>${escapeXml(batch.callerReference)}</CallerReference></InvalidationBatch></Invalidation>`;
};

const errorXml = ({ code, message }: ApiError): string =>
  `<?xml version="1.0"?>\n<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>local</RequestId></ErrorResponse>`;

const send = (
  response: ServerResponse,
  status: number,
  xml: string,
  headers: Record<string, string> = {},
): void => {
  response.writeHead(status, { 'content-type': 'text/xml', ...headers });
  response.end(xml);
};
