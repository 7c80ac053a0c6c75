import { type EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { IMAGE_EVENT_SOURCE, type ImageEvent } from '../core/image-event';
import type { ImageEvents } from '../core/ports';

/** A JSON string, which is left as it is, or a whole number that may be too large for 64 bits. */
const STRING_OR_LARGE_INTEGER = /"(?:[^"\\]|\\.)*"|-?\d{19,}(?![\d.eE])/g;

/**
 * An event as EventBridge takes it: it refuses whole numbers of more than 64 bits (EventBridge API reference,
 * "PutEvents"), which metadata may hold. Written with an exponent they are the same numbers to every reader.
 */
const toDetail = (event: ImageEvent): string =>
  JSON.stringify(event).replace(STRING_OR_LARGE_INTEGER, (token) =>
    token.startsWith('"') ? token : Number(token).toExponential(),
  );

/** Events on a bus of EventBridge. */
export class EventBridgeImageEvents implements ImageEvents {
  constructor(
    private readonly client: EventBridgeClient,
    private readonly busName: string,
  ) {}

  /**
   * One entry a call, so that its failure is the call's. PutEvents answers 200 also when it took nothing; only an entry
   * with an id was taken (EventBridge API reference, "PutEvents").
   */
  async publish(event: ImageEvent): Promise<void> {
    const { Entries } = await this.client.send(
      new PutEventsCommand({
        Entries: [
          {
            EventBusName: this.busName,
            Source: IMAGE_EVENT_SOURCE,
            DetailType: event.type,
            Time: new Date(event.time),
            Detail: toDetail(event),
          },
        ],
      }),
    );
    const entry = Entries?.[0];
    if (entry?.EventId === undefined)
      throw new Error(`EventBridge did not take an event: ${entry?.ErrorCode}: ${entry?.ErrorMessage}`);
  }
}
