import type { LambdaFunctionURLEvent } from 'aws-lambda';
import type { DeliveryRequest } from '../core/delivery/deliver-image';
import { DeliveryError } from '../core/delivery/delivery-error';
import type { AcceptedFormat } from '../core/delivery/output-format';

/** What a delivery request asks for, beside who may see it. */
export interface WantedDelivery extends DeliveryRequest {
  readonly headOnly: boolean;
  readonly ifNoneMatch: string;
  readonly range: string;
  readonly ifRange: string;
}

/** The edge function has reduced `Accept` to these; anything else did not come through it and gets what all can show. */
const acceptedFormat = (value: string | undefined): AcceptedFormat =>
  value === 'avif' || value === 'webp' ? value : 'original';

/**
 * Reads a function URL's event. `rawPath` and `rawQueryString` are still percent-encoded, as signatures need them.
 * @throws DeliveryError `method-not-allowed` for anything but GET and HEAD.
 */
export const readRequest = (event: LambdaFunctionURLEvent): WantedDelivery => {
  const { method } = event.requestContext.http;
  if (method !== 'GET' && method !== 'HEAD') {
    throw new DeliveryError('method-not-allowed', 'Images are delivered by GET and HEAD');
  }
  const { headers } = event;
  return {
    path: event.rawPath,
    query: event.rawQueryString,
    accepted: acceptedFormat(headers['x-image-format']),
    headOnly: method === 'HEAD',
    ifNoneMatch: headers['if-none-match'] ?? '',
    range: headers.range ?? '',
    ifRange: headers['if-range'] ?? '',
  };
};
