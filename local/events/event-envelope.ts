import { randomUUID } from 'node:crypto';
import { LOCAL_ACCOUNT_ID, LOCAL_REGION } from '../template/pseudo-parameters';

/** An event as rules and targets see it (EventBridge user guide, "Events"). */
export interface EventEnvelope {
  readonly version: '0';
  /** EventBridge's own: another one for every call. */
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** RFC 3339 UTC, whole seconds. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
}

/** What an entry of PutEvents says. */
export interface EventContent {
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: Readonly<Record<string, unknown>>;
  readonly time: Date;
}

/** Puts an entry into the envelope, with an id of its own. */
export const eventEnvelope = ({
  source,
  detailType,
  resources,
  detail,
  time,
}: EventContent): EventEnvelope => ({
  version: '0',
  id: randomUUID(),
  'detail-type': detailType,
  source,
  account: LOCAL_ACCOUNT_ID,
  time: time.toISOString().replace(/\.\d{3}Z$/, 'Z'),
  region: LOCAL_REGION,
  resources,
  detail,
});
