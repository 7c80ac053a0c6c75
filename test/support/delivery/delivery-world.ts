import { createHmac } from 'node:crypto';
import { accountHash } from '../../../lambdas/core/account';
import type { Renderer } from '../../../lambdas/core/delivery/delivery-ports';
import type { PublishedImage } from '../../../lambdas/core/image';
import type { AccountSettings } from '../../../lambdas/core/settings';
import type { SigningKey } from '../../../lambdas/core/signing-keys';
import { createHandler } from '../../../lambdas/deliver/handler';
import { ACCOUNT, draftOf, NOW, publishedOf } from '../image-fixtures';
import { InMemoryImages } from '../in-memory/in-memory-images';
import { InMemorySettings } from '../in-memory/in-memory-settings';
import { InMemorySigningKeys } from '../in-memory/in-memory-signing-keys';
import { InMemoryDeliveryObjects } from './in-memory-delivery-objects';
import { defineAwslambda, functionUrlEvent, invokeStreaming } from './streaming';

/** The account in the paths of delivery. */
export const HASH = accountHash(ACCOUNT);
/** The account's one signing key. */
export const SIGNING_KEY = 'the signing key of the account';

/** The file of an SVG, which is delivered as it is stored. */
export const SVG_FILE = {
  format: 'svg+xml',
  contentType: 'image/svg+xml',
  width: 9,
  height: 9,
  frames: 1,
  bytes: 8,
  sha256: 'ef'.repeat(32),
} as const;

/** A path below the account. */
export const pathOf = (rest: string): string => `/${HASH}/${rest}`;

/** The query of a URL signed with the account's key. */
export const signedQuery = (path: string, parameters = '', key = SIGNING_KEY): string => {
  const text = parameters === '' ? path : `${path}?${parameters}`;
  const sig = createHmac('sha256', key).update(text).digest('hex');
  return parameters === '' ? `sig=${sig}` : `${parameters}&sig=${sig}`;
};

/** Everything around the deliver handler in memory; the renderer answers with what it was asked for, as text. */
export class DeliveryWorld {
  readonly images = new InMemoryImages();
  readonly settings = new InMemorySettings();
  readonly signingKeys = new InMemorySigningKeys();
  readonly objects = new InMemoryDeliveryObjects(() => this.now);
  readonly log: unknown[][] = [];
  readonly metrics: string[] = [];
  now = NOW;
  renders = 0;
  /** What the renderer does before it answers. */
  rendering: () => Promise<void> = async () => undefined;

  readonly #renderer: Renderer = {
    render: async (original, file, transform, accepted) => {
      this.renders += 1;
      await this.rendering();
      const body = Buffer.from(`${original.toString()} ${file.format} ${transform.width ?? ''} ${accepted}`);
      return { body, contentType: 'image/webp' };
    },
  };

  readonly #handler: unknown;

  constructor() {
    defineAwslambda();
    this.#handler = createHandler({
      images: this.images,
      settings: this.settings,
      signingKeys: this.signingKeys,
      objects: this.objects,
      renderer: this.#renderer,
      clock: () => this.now,
      logger: {
        error: (...args: unknown[]) => void this.log.push(['error', ...args]),
        warn: (...args: unknown[]) => void this.log.push(['warn', ...args]),
      },
      metrics: {
        addMetric: (name) => void this.metrics.push(name),
        publishStoredMetrics: () => undefined,
      },
    });
  }

  /** Publishes an image whose original is the text `original`. */
  async publish(id: string, values: Partial<PublishedImage> = {}): Promise<PublishedImage> {
    const draft = draftOf({ id, ...(values.requireSignedURLs ? { requireSignedURLs: true } : {}) });
    const image = publishedOf(draft, { objectKey: `images/${id}`, ...values });
    await this.images.createDraft(draft);
    await this.images.publish(draft, image);
    this.objects.objects.set(image.objectKey, {
      body: Buffer.from('original'),
      contentType: 'binary/octet-stream',
    });
    return image;
  }

  set(settings: Partial<AccountSettings>): Promise<void> {
    return this.settings.set(HASH, settings);
  }

  /** Replaces the account's signing keys. */
  async setKeys(...keys: readonly SigningKey[]): Promise<void> {
    await this.signingKeys.change(HASH, () => keys);
  }

  get(path: string, options: Parameters<typeof functionUrlEvent>[1] = {}) {
    return invokeStreaming(this.#handler, functionUrlEvent(path, options));
  }
}
