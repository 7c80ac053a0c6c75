import type { DeliveryCache } from '../../../lambdas/core/delivery/delivery-ports';

/** Remembers what was purged: `<account hash>` or `<account hash>/<image id>`. */
export class RecordingDeliveryCache implements DeliveryCache {
  readonly purged: string[] = [];

  async purgeImage(accountHash: string, imageId: string): Promise<void> {
    this.purged.push(`${accountHash}/${imageId}`);
  }

  async purgeAccount(accountHash: string): Promise<void> {
    this.purged.push(accountHash);
  }
}
