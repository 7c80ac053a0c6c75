import type { Readable } from 'node:stream';

/** What middy streams: prelude and body of one answer; without a body it is empty. */
export interface StreamedAnswer {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body?: Readable | string;
}
