import { randomUUID } from 'node:crypto';
import { type CloudFrontClient, CreateInvalidationCommand } from '@aws-sdk/client-cloudfront';
import type { DeliveryCache } from '../core/delivery/delivery-ports';

/** The part of a logger that a failed purge is told to. */
export interface PurgeLogger {
  warn(message: string, details: { readonly paths: readonly string[]; readonly error: Error }): void;
}

const encoded = (segments: readonly string[]): string => segments.map(encodeURIComponent).join('/');

/** CloudFront takes paths of at most 4,000 characters, and no tilde ("What you need to know when invalidating files"). */
const MAX_PATH_CHARACTERS = 4000;

/**
 * Everything below a path, or below the longest start of it that CloudFront takes: what others are dropped beside it is
 * rendered again, and an image that was deleted is not kept.
 */
const below = (path: string): string => {
  const taken = path
    .split('~', 1)
    .join('')
    .slice(0, MAX_PATH_CHARACTERS - 2);
  return taken === path ? `${path}/*` : `${taken.replace(/%.?$/, '')}*`;
};

/**
 * The edge function gives each id one spelling, slashes as they are; signed URLs keep the one they were signed with,
 * and SDKs encode the slashes too. Other spellings end with the edge's TTL.
 */
const imagePaths = (accountHash: string, imageId: string): string[] => [
  ...new Set(
    [encoded(imageId.split('/')), encodeURIComponent(imageId)].map((id) => below(`/${accountHash}/${id}`)),
  ),
];

/**
 * Drops answers from CloudFront's edges by invalidation, which takes effect within seconds. A purge is the quick way
 * and not the only one: what it cannot reach ends with the edge's TTL. So its failure (CloudFront runs 15 wildcard
 * invalidations at a time) is logged and does not undo the change that was made.
 */
export class CloudFrontDeliveryCache implements DeliveryCache {
  constructor(
    private readonly client: CloudFrontClient,
    private readonly distributionId: string,
    private readonly logger: PurgeLogger,
  ) {}

  async purgeImage(accountHash: string, imageId: string): Promise<void> {
    await this.#invalidate(imagePaths(accountHash, imageId));
  }

  async purgeAccount(accountHash: string): Promise<void> {
    await this.#invalidate([`/${accountHash}/*`]);
  }

  async #invalidate(paths: readonly string[]): Promise<void> {
    try {
      await this.client.send(
        new CreateInvalidationCommand({
          DistributionId: this.distributionId,
          InvalidationBatch: {
            CallerReference: randomUUID(),
            Paths: { Quantity: paths.length, Items: [...paths] },
          },
        }),
      );
    } catch (error) {
      this.logger.warn('Cached answers could not be dropped', { paths, error: error as Error });
    }
  }
}
