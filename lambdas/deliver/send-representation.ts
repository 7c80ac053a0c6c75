import { Readable } from 'node:stream';
import type { Logger } from '@aws-lambda-powertools/logger';
import type { AuthorisedDelivery } from '../core/delivery/deliver-image';
import { DeliveryError, originalMissing } from '../core/delivery/delivery-error';
import type { ByteSpan, DeliveryObjects, Derivative, OpenedObject } from '../core/delivery/delivery-ports';
import type { Derivatives, FreshDerivative } from '../core/delivery/derivatives';
import { spanOf, wantedRange } from '../http/byte-range';
import { deliveryErrorAnswer } from '../http/delivery-error';
import { contentHeaders } from '../http/delivery-headers';
import { countDerivative, type MetricSink } from './delivery-metrics';
import type { WantedDelivery } from './read-request';
import type { StreamedAnswer } from './streamed-answer';

/** What sending needs. */
export interface SendDeps {
  readonly objects: Pick<DeliveryObjects, 'open'>;
  readonly derivatives: Derivatives;
  readonly logger: Pick<Logger, 'error'>;
  readonly metrics: MetricSink;
}

type WantedBytes = Pick<WantedDelivery, 'headOnly' | 'range' | 'ifRange'>;

const unsatisfiable = (totalBytes: number): StreamedAnswer => {
  const refusal = new DeliveryError('range-not-satisfiable', 'The requested range is outside the image');
  const answer = deliveryErrorAnswer(refusal);
  return { ...answer, headers: { ...answer.headers, 'content-range': `bytes */${totalBytes}` } };
};

const answer = (delivery: AuthorisedDelivery, opened: OpenedObject): StreamedAnswer => {
  const { span, totalBytes, contentType, body } = opened;
  if (span === 'unsatisfiable') return unsatisfiable(totalBytes);
  const headers = contentHeaders(delivery, contentType);
  const length = span ? span.last - span.first + 1 : totalBytes;
  return {
    statusCode: span ? 206 : 200,
    headers: {
      ...headers,
      'content-length': String(length),
      ...(span ? { 'content-range': `bytes ${span.first}-${span.last}/${totalBytes}` } : {}),
    },
    ...(body ? { body } : {}),
  };
};

/** Sends the bytes first and ends the stream once `kept` has settled: Lambda freezes the process when it ends. */
async function* bytesThen(bytes: Buffer, kept: Promise<void>): AsyncGenerator<Buffer> {
  yield bytes;
  await kept;
}

const open = (
  { body, contentType }: Derivative,
  range: string | undefined,
  kept: Promise<void>,
): OpenedObject => {
  const span: ByteSpan | 'unsatisfiable' | undefined =
    range === undefined ? undefined : spanOf(range, body.length);
  const part = typeof span === 'object' ? body.subarray(span.first, span.last + 1) : body;
  return {
    contentType,
    totalBytes: body.length,
    body: Readable.from(bytesThen(part, kept), { objectMode: false }),
    ...(span ? { span } : {}),
  };
};

const sendFresh = async (
  delivery: AuthorisedDelivery,
  { derivative, kept }: FreshDerivative,
  range: string | undefined,
  wanted: WantedBytes,
  { logger }: SendDeps,
): Promise<StreamedAnswer> => {
  const settled = kept.catch((error: unknown) => logger.error('Derivative could not be kept', { error }));
  const sent = answer(delivery, open(derivative, range, settled));
  if (!wanted.headOnly && sent.body instanceof Readable) return sent;
  await settled;
  return wanted.headOnly ? { statusCode: sent.statusCode, headers: sent.headers } : sent;
};

/**
 * Fetches or computes the chosen representation and turns it into an answer: 200 or 206, or 416. A HEAD does the work
 * of a GET, because only the derivative itself tells its length.
 * @throws DeliveryError
 */
export const sendRepresentation = async (
  delivery: AuthorisedDelivery,
  wanted: WantedBytes,
  deps: SendDeps,
): Promise<StreamedAnswer> => {
  const { image, representation } = delivery;
  const { headOnly } = wanted;
  const range = headOnly ? undefined : wantedRange(wanted.range, wanted.ifRange, representation.etag);
  if (representation.kind === 'description') {
    const body = Buffer.from(JSON.stringify(representation.description));
    const described = open({ body, contentType: 'application/json' }, range, Promise.resolve());
    return answer(delivery, headOnly ? { ...described, body: Readable.from([]) } : described);
  }
  if (representation.kind === 'original') {
    const opened = await deps.objects.open(image.objectKey, { range, headOnly });
    if (!opened) throw originalMissing();
    return answer(delivery, { ...opened, contentType: image.file.contentType });
  }
  const found = await deps.derivatives.find(representation, { range, headOnly });
  if (found) {
    countDerivative(deps.metrics, 'hit');
    return answer(delivery, found);
  }
  const startedAt = performance.now();
  const fresh = await deps.derivatives.compute(image, representation);
  countDerivative(deps.metrics, { computedInMilliseconds: Math.round(performance.now() - startedAt) });
  return await sendFresh(delivery, fresh, range, wanted, deps);
};
