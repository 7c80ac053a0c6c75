import type { Logger } from '@aws-lambda-powertools/logger';
import middy from '@middy/core';
import type { LambdaFunctionURLEvent } from 'aws-lambda';
import { type DeliverImageDeps, deliverImage } from '../core/delivery/deliver-image';
import type { DeliveryObjects, Renderer } from '../core/delivery/delivery-ports';
import { Derivatives } from '../core/delivery/derivatives';
import { validatorHeaders } from '../http/delivery-headers';
import { matchesEntityTag } from '../http/entity-tag';
import type { MetricSink } from './delivery-metrics';
import { mapDeliveryErrors } from './map-delivery-errors';
import { readRequest } from './read-request';
import { sendRepresentation } from './send-representation';
import type { StreamedAnswer } from './streamed-answer';

/** What the composition root supplies. */
export interface DeliverDeps extends DeliverImageDeps {
  readonly objects: DeliveryObjects;
  readonly renderer: Renderer;
  readonly logger: Pick<Logger, 'error' | 'warn'>;
  readonly metrics: MetricSink;
}

/**
 * The function behind CloudFront's function URL: decides, answers 304 where it can, else streams (contract 6). A body
 * has no 6 MB ceiling, because the response is streamed.
 */
export const createHandler = (deps: DeliverDeps) => {
  const derivatives = new Derivatives(deps);
  const deliver = async (event: LambdaFunctionURLEvent): Promise<StreamedAnswer> => {
    const request = readRequest(event);
    const delivery = await deliverImage(request, deps);
    if (matchesEntityTag(request.ifNoneMatch, delivery.representation.etag)) {
      return { statusCode: 304, headers: validatorHeaders(delivery) };
    }
    return await sendRepresentation(delivery, request, { ...deps, derivatives });
  };
  return middy({ streamifyResponse: true }).use(mapDeliveryErrors(deps)).handler(deliver);
};
