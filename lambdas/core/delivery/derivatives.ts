import type { PublishedImage } from '../image';
import { originalMissing } from './delivery-error';
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
}

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
   * @throws DeliveryError as `Renderer.render`, or `original-missing`.
   */
  compute(image: PublishedImage, representation: DerivativeRepresentation): Promise<FreshDerivative> {
    return this.#flights.run(representation.key, () => this.#compute(image, representation));
  }

  async #compute(image: PublishedImage, representation: DerivativeRepresentation): Promise<FreshDerivative> {
    const { objects, renderer } = this.deps;
    const { key, transform, accepted } = representation;
    const original = await objects.read(image.objectKey);
    if (!original) throw originalMissing();
    const derivative = await renderer.render(original, image.file, transform, accepted);
    return { derivative, kept: objects.keep(key, derivative) };
  }
}
