import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { accessKeyOf } from '../aws-api/access-key';
import { ServiceError } from '../aws-api/service-error';
import { type ServiceAnswer, startServiceApi } from '../aws-api/start-service-api';
import type { RunningServer } from '../gateway/start-server';
import type { Iam } from '../iam/iam';
import { escapeXml } from '../xml/escape-xml';
import type { RunningCloudFront } from './cloudfront';
import { type InvalidationBatch, parseInvalidationBatch } from './invalidation-batch';

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

interface Invalidation {
  readonly id: string;
  readonly batch: InvalidationBatch;
  readonly createTime: string;
}

/**
 * CloudFront's API with the one operation this product uses, CreateInvalidation. The access key must be one that was
 * issued and its role must be allowed to. An invalidation is done when it is answered.
 */
export const startInvalidationApi = (options: InvalidationApiOptions): Promise<RunningServer> => {
  const known = new Map<string, Invalidation>();
  return startServiceApi({
    ...options,
    log: options.log ?? ((line: string) => console.error(line)),
    name: 'cloudfront',
    maxBodyBytes: MAX_BODY_BYTES,
    answer: (request, body) => {
      authorize(options, request);
      const invalidation = create(options, known, body.toString('utf8'));
      const location = `/2020-05-31/distribution/${options.distribution.distributionId}/invalidation/${invalidation.id}`;
      return xml(201, invalidationXml(invalidation), { location });
    },
    refuse: (error) => xml(error.status, errorXml(error)),
  });
};

const authorize = ({ iam, distribution }: InvalidationApiOptions, request: IncomingMessage): void => {
  const accessKeyId = accessKeyOf(request);
  if (accessKeyId === undefined)
    throw new ServiceError(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  if (!iam.credentialsOf(accessKeyId))
    throw new ServiceError(
      403,
      'InvalidClientTokenId',
      'The security token included in the request is invalid.',
    );
  const path = (request.url ?? '').split('?')[0] ?? '';
  const id = /^\/2020-05-31\/distribution\/([^/]+)\/invalidation$/.exec(path)?.[1];
  if (id === undefined || request.method !== 'POST')
    throw new ServiceError(404, 'UnknownOperation', 'The local service has CreateInvalidation only');
  // Only who may invalidate learns whether a distribution exists.
  const arn = distribution.distributionArn.replace(/[^/]+$/, id);
  if (!iam.isAllowed(accessKeyId, 'cloudfront:CreateInvalidation', arn))
    throw new ServiceError(
      403,
      'AccessDenied',
      `User is not authorized to perform: cloudfront:CreateInvalidation on resource: ${arn}`,
    );
  if (id !== distribution.distributionId)
    throw new ServiceError(404, 'NoSuchDistribution', 'The specified distribution does not exist.');
};

const create = (
  { distribution, now = () => new Date() }: InvalidationApiOptions,
  known: Map<string, Invalidation>,
  xml: string,
): Invalidation => {
  const batch = parseInvalidationBatch(xml);
  if (!batch) throw new ServiceError(400, 'MalformedXML', 'The body is no InvalidationBatch.');
  if (batch.paths.length > MAX_PATHS)
    throw new ServiceError(400, 'TooManyInvalidationsInProgress', `At most ${MAX_PATHS} paths.`);
  const wrong = batch.paths.find((path) => !path.startsWith('/') && path !== '*');
  if (wrong !== undefined)
    throw new ServiceError(
      400,
      'InvalidArgument',
      'Your request contains one or more invalid invalidation paths.',
    );
  const earlier = known.get(batch.callerReference);
  if (earlier && JSON.stringify(earlier.batch) !== JSON.stringify(batch))
    throw new ServiceError(
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

const errorXml = ({ code, message }: ServiceError): string =>
  `<?xml version="1.0"?>\n<ErrorResponse xmlns="${NAMESPACE}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>local</RequestId></ErrorResponse>`;

const xml = (status: number, body: string, headers: Record<string, string> = {}): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'text/xml', ...headers },
  body,
});
