import type { Logger } from '@aws-lambda-powertools/logger';
import type { AuthorisedDelivery } from '../core/delivery/deliver-image';
import { originalMissing } from '../core/delivery/delivery-error';
import type { DeliveryObjects, OpenOptions } from '../core/delivery/delivery-ports';
import type { Derivatives } from '../core/delivery/derivatives';
import type { ImageDescription } from '../core/delivery/describe-image';
import type { Representation } from '../core/delivery/representation';
import { wantedRange } from '../http/byte-range';
import { contentAnswer, openInMemory } from './content-answer';
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

type DerivativeRepresentation = Extract<Representation, { readonly kind: 'derivative' }>;

/** Which bytes are wanted, as storage understands it. */
type WantedBytes = Required<OpenOptions>;

const sendDescription = (
  delivery: AuthorisedDelivery,
  description: ImageDescription,
  { range, headOnly }: WantedBytes,
): StreamedAnswer => {
  const body = Buffer.from(JSON.stringify(description));
  return contentAnswer(delivery, openInMemory({ body, contentType: 'application/json' }, range), headOnly);
};

const sendOriginal = async (
  delivery: AuthorisedDelivery,
  wanted: WantedBytes,
  { objects }: SendDeps,
): Promise<StreamedAnswer> => {
  const { objectKey, file } = delivery.image;
  const opened = await objects.open(objectKey, wanted);
  if (!opened) throw originalMissing();
  return contentAnswer(delivery, { ...opened, contentType: file.contentType }, wanted.headOnly);
};

const sendComputed = async (
  delivery: AuthorisedDelivery,
  representation: DerivativeRepresentation,
  { range, headOnly }: WantedBytes,
  { derivatives, logger, metrics }: SendDeps,
): Promise<StreamedAnswer> => {
  const startedAtMs = performance.now();
  const { derivative, kept } = await derivatives.compute(delivery.image, representation);
  countDerivative(metrics, { computedInMilliseconds: Math.round(performance.now() - startedAtMs) });
  const settled = kept.catch((error: unknown) => logger.error('Derivative could not be kept', { error }));
  const opened = openInMemory(derivative, range, settled);
  // Without a body that waits for it, the answer must.
  if (headOnly || opened.span === 'unsatisfiable') await settled;
  return contentAnswer(delivery, opened, headOnly);
};

const sendDerivative = async (
  delivery: AuthorisedDelivery,
  representation: DerivativeRepresentation,
  wanted: WantedBytes,
  deps: SendDeps,
): Promise<StreamedAnswer> => {
  const found = await deps.derivatives.find(representation, wanted);
  if (!found) return await sendComputed(delivery, representation, wanted, deps);
  countDerivative(deps.metrics, 'hit');
  return contentAnswer(delivery, found, wanted.headOnly);
};

/**
 * Fetches or computes the chosen representation and turns it into an answer. A HEAD does the work of a GET, because
 * only the derivative itself tells its length; the GET that usually follows finds it.
 * @throws DeliveryError
 */
export const sendRepresentation = async (
  delivery: AuthorisedDelivery,
  { headOnly, range, ifRange }: Pick<WantedDelivery, 'headOnly' | 'range' | 'ifRange'>,
  deps: SendDeps,
): Promise<StreamedAnswer> => {
  const { representation } = delivery;
  const wanted = { headOnly, range: headOnly ? undefined : wantedRange(range, ifRange, representation.etag) };
  switch (representation.kind) {
    case 'description':
      return sendDescription(delivery, representation.description, wanted);
    case 'original':
      return await sendOriginal(delivery, wanted, deps);
    default:
      return await sendDerivative(delivery, representation, wanted, deps);
  }
};
