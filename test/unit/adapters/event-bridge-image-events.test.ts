import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { mockClient } from 'aws-sdk-client-mock';
import { EventBridgeImageEvents } from '../../../lambdas/adapters/event-bridge-image-events';
import { imageEvent } from '../../../lambdas/core/image-event';
import { DEFAULT_VARIANTS } from '../../../lambdas/core/variant';
import { draftOf, publishedOf, secondsLater, unsentEventOf } from '../../support/image-fixtures';

const bridge = mockClient(EventBridgeClient);
const events = new EventBridgeImageEvents(bridge as unknown as EventBridgeClient, 'pictures-events');
const event = imageEvent(publishedOf(draftOf({ meta: { a: 1 } })), unsentEventOf('aa'), {
  deliveryBaseUrl: 'https://img.example.net',
  variants: DEFAULT_VARIANTS,
});

/** The only entry of the only call. */
const sentEntry = () => {
  const [call, ...others] = bridge.commandCalls(PutEventsCommand);
  expect(others).toEqual([]);
  return call?.args[0].input.Entries?.[0];
};

beforeEach(() => {
  bridge.reset();
  bridge.on(PutEventsCommand).resolves({ FailedEntryCount: 0, Entries: [{ EventId: 'e' }] });
});

describe('an event on EventBridge', () => {
  it('is one entry with the event as its detail', async () => {
    await events.publish(event);

    const entry = sentEntry();
    expect(entry).toEqual({
      EventBusName: 'pictures-events',
      Source: 'direct-upload.images',
      DetailType: 'image.uploaded',
      Time: secondsLater(60),
      Detail: expect.any(String),
    });
    expect(JSON.parse(entry?.Detail ?? '')).toEqual(event);
  });

  it('keeps numbers that EventBridge refuses as whole numbers, and text that looks like them', async () => {
    const meta = {
      large: 12345678901234567000,
      least: -9223372036854776000,
      fraction: 1.5,
      exponent: 1e300,
      text: 'about "12345678901234567890" \\',
      '12345678901234567890': 0,
    };

    await events.publish({ ...event, image: { ...event.image, meta } });

    const detail = sentEntry()?.Detail ?? '';
    expect(detail).toContain('"large":1.2345678901234567e+19,"least":-9.223372036854776e+18,"fraction":1.5');
    expect(JSON.parse(detail).image.meta).toEqual(meta);
  });

  it.each([
    ['an entry that failed', { FailedEntryCount: 1, Entries: [{ ErrorCode: 'ThrottlingException' }] }],
    ['a failed entry that is not counted', { Entries: [{ ErrorCode: 'InternalFailure' }] }],
    ['no entry', { FailedEntryCount: 0, Entries: [] }],
  ])('is not taken for sent when the answer has %s', async (_case, answer) => {
    bridge.on(PutEventsCommand).resolves(answer);

    await expect(events.publish(event)).rejects.toThrow('EventBridge did not take an event');
  });

  it('says why an entry failed', async () => {
    bridge.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' }],
    });

    await expect(events.publish(event)).rejects.toThrow('MalformedDetail: Detail is malformed.');
  });

  it('is not sent when the call fails', async () => {
    bridge.on(PutEventsCommand).rejects(new Error('no route'));

    await expect(events.publish(event)).rejects.toThrow('no route');
  });
});
