import type { PublishedImage } from '../image';
import type { Clock } from '../ports';
import { DeliveryError, originalMissing, renderingFailed } from './delivery-error';
import type { DeliveryObjects, Derivative, OpenedObject, OpenOptions, Renderer } from './delivery-ports';
import type { Representation } from './representation';
import { SingleFlight } from './single-flight';

type DerivativeRepresentation = Extract<Representation, { readonly kind: 'derivative' }>;

/** A derivative that was not there: the bytes are in memory, and are being kept. */
export interface FreshDerivative {
  readonly derivative: Derivative;
  /** Settles when it is kept; rejects when it could not be, which costs another computation later and no more. */
  readonly kept: Promise<void>;
}

/** What `Derivatives` needs. */
export interface DerivativesDeps {
  readonly objects: DeliveryObjects;
  readonly renderer: Renderer;
  readonly clock: Clock;
}

/**
 * How long a failed rendering is not tried again. The same bytes and options fail the same way, after up to 45 seconds of
 * a function, for everyone who asks; an hour later a mended renderer, or a less busy one, gets its chance.
 */
const FAILURE_LIFETIME_MS = 3_600_000;

/**
 * The derivatives of all images: computed once, kept, and found by every later miss of the edge. Simultaneous misses
 * in one process share one computation; between processes the edge collapses most, and the rest compute the same.
 */
export class Derivatives {
  readonly #flights = new SingleFlight<FreshDerivative>();

  constructor(private readonly deps: DerivativesDeps) {}

  /** The kept derivative, for streaming; undefined when it has to be computed. */
  find(representation: DerivativeRepresentation, options: OpenOptions): Promise<OpenedObject | undefined> {
    return this.deps.objects.open(representation.key, options);
  }

  /**
   * Computes a derivative and begins to keep it.
   * @throws DeliveryError as `Renderer.render`, also when that failed within the last hour, or `original-missing`.
   */
  compute(image: PublishedImage, representation: DerivativeRepresentation): Promise<FreshDerivative> {
    return this.#flights.run(representation.key, () => this.#compute(image, representation));
  }

  async #compute(image: PublishedImage, representation: DerivativeRepresentation): Promise<FreshDerivative> {
    const { objects } = this.deps;
    const { key } = representation;
    const [original, failedAt] = await Promise.all([objects.read(image.objectKey), objects.failedAt(key)]);
    if (!original) throw originalMissing();
    this.#assertNotFailed(failedAt);
    const derivative = await this.#render(original, image, representation);
    return { derivative, kept: objects.keep(key, derivative) };
  }

  #assertNotFailed(failedAt: Date | undefined): void {
    if (!failedAt || this.deps.clock().getTime() - failedAt.getTime() >= FAILURE_LIFETIME_MS) return;
    throw renderingFailed({ cause: new Error(`not tried again: it failed at ${failedAt.toISOString()}`) });
  }

  /** Remembers what cannot be rendered. Other errors are refusals that cost little, or storage's, which pass. */
  async #render(
    original: Buffer,
    image: PublishedImage,
    { key, transform, accepted }: DerivativeRepresentation,
  ): Promise<Derivative> {
    const { objects, renderer } = this.deps;
    try {
      return await renderer.render(original, image.file, transform, accepted);
    } catch (error) {
      const isLasting = error instanceof DeliveryError && error.failure === 'rendering-failed';
      if (!isLasting) throw error;
      const [outcome] = await Promise.allSettled([objects.keepFailure(key)]);
      if (outcome.status === 'fulfilled') throw error;
      throw renderingFailed({
        cause: new AggregateError([error, outcome.reason], 'and it could not be remembered'),
      });
    }
  }
}
