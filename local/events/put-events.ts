import * as z from 'zod';
import { ServiceError } from '../aws-api/service-error';
import type { Iam } from '../iam/iam';
import { isObject } from '../is-object';
import { localArn } from '../template/pseudo-parameters';
import type { EventBus } from './event-bus';
import { type EventEnvelope, eventEnvelope } from './event-envelope';

/** PutEvents takes ten entries of together less than 256 KB (EventBridge API reference, "PutEvents"). */
const MAX_ENTRIES = 10;
const MAX_BYTES = 256 * 1024;

const entry = z.object({
  EventBusName: z.string().default('default'),
  Source: z.string().default(''),
  DetailType: z.string().default(''),
  Detail: z.string().default(''),
  Resources: z.array(z.string()).default([]),
  /** Seconds since the epoch, as the JSON protocol has it. */
  Time: z.number().optional(),
});

type Entry = z.infer<typeof entry>;

const request = z.object({ Entries: z.array(entry).min(1).max(MAX_ENTRIES) });

/** What PutEvents is answered from. */
export interface PutEventsOptions {
  readonly buses: readonly EventBus[];
  readonly iam: Pick<Iam, 'isAllowed'>;
  /** Hears of every event that was taken, after its targets have it. */
  readonly onEvent: (bus: EventBus, event: EventEnvelope) => void;
}

/** The answer for one entry: taken, or why not. */
type EntryResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** EventBridge user guide, "Calculating PutEvents event entry size". */
const bytesOf = ({ Source, DetailType, Detail, Resources, Time }: Entry): number =>
  [Source, DetailType, Detail, ...Resources].reduce(
    (sum, text) => sum + Buffer.byteLength(text, 'utf8'),
    Time === undefined ? 0 : 14,
  );

const arnOf = ({ EventBusName }: Entry): string =>
  EventBusName.startsWith('arn:') ? EventBusName : localArn('events', `event-bus/${EventBusName}`);

const authorize = (accessKeyId: string, one: Entry, { iam }: PutEventsOptions): void => {
  const context = { 'events:source': one.Source, 'events:detail-type': one.DetailType };
  if (!iam.isAllowed(accessKeyId, 'events:PutEvents', arnOf(one), context))
    throw new ServiceError(
      400,
      'AccessDeniedException',
      `User is not authorized to perform: events:PutEvents on resource: ${arnOf(one)} because no identity-based policy allows the events:PutEvents action`,
    );
};

const parseDetail = (text: string): Record<string, unknown> | undefined => {
  try {
    const detail: unknown = JSON.parse(text);
    return isObject(detail) ? detail : undefined;
  } catch {
    return undefined;
  }
};

const refused = (ErrorCode: string, ErrorMessage: string): EntryResult => ({ ErrorCode, ErrorMessage });

const putEntry = async (one: Entry, { buses, onEvent }: PutEventsOptions): Promise<EntryResult> => {
  const bus = buses.find(({ arn }) => arn === arnOf(one));
  if (!bus) return refused('ResourceNotFoundException', `Event bus ${one.EventBusName} does not exist.`);
  const missing = (['Source', 'DetailType', 'Detail'] as const).find((name) => one[name] === '');
  if (missing)
    return refused(
      'InvalidArgument',
      `Parameter ${missing} is not valid. Reason: ${missing} is a required argument.`,
    );
  if (one.Source.startsWith('aws.'))
    return refused('NotAuthorizedForSourceException', 'Not authorized for the source.');
  const detail = parseDetail(one.Detail);
  if (!detail) return refused('MalformedDetail', 'Detail is malformed.');
  const event = eventEnvelope({
    source: one.Source,
    detailType: one.DetailType,
    resources: one.Resources,
    detail,
    time: one.Time === undefined ? new Date() : new Date(one.Time * 1000),
  });
  await bus.put(event);
  onEvent(bus, event);
  return { EventId: event.id };
};

/**
 * PutEvents: refused as a whole when one entry may not be sent, else answered entry by entry, in their order.
 * @throws ServiceError for a request that is refused; anything else when a target could not take an event
 */
export const putEvents = async (
  accessKeyId: string,
  body: unknown,
  options: PutEventsOptions,
): Promise<{ readonly FailedEntryCount: number; readonly Entries: readonly EntryResult[] }> => {
  const parsed = request.safeParse(body);
  if (!parsed.success) throw new ServiceError(400, 'ValidationException', z.prettifyError(parsed.error));
  const entries = parsed.data.Entries;
  if (entries.reduce((sum, one) => sum + bytesOf(one), 0) >= MAX_BYTES)
    throw new ServiceError(
      400,
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    );
  for (const one of entries) authorize(accessKeyId, one, options);
  const results: EntryResult[] = [];
  for (const one of entries) results.push(await putEntry(one, options));
  return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
};
