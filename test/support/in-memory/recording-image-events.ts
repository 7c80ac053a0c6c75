import type { ImageEvent } from '../../../lambdas/core/image-event';
import type { ImageEvents } from '../../../lambdas/core/ports';

/** Keeps what was announced, in order. */
export class RecordingImageEvents implements ImageEvents {
  readonly sent: ImageEvent[] = [];

  async publish(event: ImageEvent): Promise<void> {
    this.sent.push(structuredClone(event));
  }
}
