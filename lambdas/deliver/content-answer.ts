import { Readable } from 'node:stream';
import type { AuthorisedDelivery } from '../core/delivery/deliver-image';
import { DeliveryError } from '../core/delivery/delivery-error';
import type { Derivative, OpenedObject } from '../core/delivery/delivery-ports';
import { spanOf } from '../http/byte-range';
import { deliveryErrorAnswer } from '../http/delivery-error';
import { contentHeaders } from '../http/delivery-headers';
import type { StreamedAnswer } from './streamed-answer';

/** Sends the bytes first and ends the stream after `settled`: Lambda freezes the process when the stream ends. */
async function* bytesThen(bytes: Buffer, settled: Promise<void>): AsyncGenerator<Buffer> {
  yield bytes;
  await settled;
}

/** Bytes in memory as an object that was opened in storage would be; the stream ends no earlier than `settled`. */
export const openInMemory = (
  { body, contentType }: Derivative,
  range: string | undefined,
  settled: Promise<void> = Promise.resolve(),
): OpenedObject => {
  const span = range === undefined ? undefined : spanOf(range, body.length);
  const part = typeof span === 'object' ? body.subarray(span.first, span.last + 1) : body;
  return {
    contentType,
    totalBytes: body.length,
    body: Readable.from(bytesThen(part, settled), { objectMode: false }),
    ...(span ? { span } : {}),
  };
};

const unsatisfiable = (totalBytes: number): StreamedAnswer => {
  const refusal = new DeliveryError('range-not-satisfiable', 'The requested range is outside the image');
  const answer = deliveryErrorAnswer(refusal);
  return { ...answer, headers: { ...answer.headers, 'content-range': `bytes */${totalBytes}` } };
};

/** 200 with everything, 206 with a part, or 416 (RFC 9110, 14 and 15.5.17); no body where only the head is wanted. */
export const contentAnswer = (
  delivery: AuthorisedDelivery,
  { span, totalBytes, contentType, body }: OpenedObject,
  headOnly: boolean,
): StreamedAnswer => {
  if (span === 'unsatisfiable') return unsatisfiable(totalBytes);
  const length = span ? span.last - span.first + 1 : totalBytes;
  return {
    statusCode: span ? 206 : 200,
    headers: {
      ...contentHeaders(delivery, contentType),
      'content-length': String(length),
      ...(span ? { 'content-range': `bytes ${span.first}-${span.last}/${totalBytes}` } : {}),
    },
    ...(body && !headOnly ? { body } : {}),
  };
};
