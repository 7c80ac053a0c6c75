import type { IncomingMessage } from 'node:http';
import { accessKeyOf } from '../aws-api/access-key';
import { ServiceError } from '../aws-api/service-error';
import { type ServiceAnswer, startServiceApi } from '../aws-api/start-service-api';
import type { RunningServer } from '../gateway/start-server';
import type { Iam } from '../iam/iam';
import { type PutEventsOptions, putEvents } from './put-events';

/** Where functions find EventBridge (`AWS_ENDPOINT_URL_EVENTBRIDGE`). */
export interface EventsServerOptions extends PutEventsOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly iam: Pick<Iam, 'credentialsOf' | 'isAllowed'>;
  /** Takes one line for each refusal and fault. */
  readonly log: (line: string) => void;
}

const MAX_BODY_BYTES = 4 * 1024 * 1024;

const json = (status: number, body: object): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.1' },
  body: JSON.stringify(body),
});

const callerOf = (request: IncomingMessage, iam: EventsServerOptions['iam']): string => {
  const accessKeyId = accessKeyOf(request);
  if (accessKeyId === undefined)
    throw new ServiceError(400, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
  if (!iam.credentialsOf(accessKeyId))
    throw new ServiceError(
      400,
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  return accessKeyId;
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new ServiceError(400, 'SerializationException', 'The body is not JSON.');
  }
};

const respond = (request: IncomingMessage, body: Buffer, options: EventsServerOptions): Promise<object> => {
  const accessKeyId = callerOf(request, options.iam);
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target !== 'AWSEvents.PutEvents')
    throw new ServiceError(
      400,
      'UnknownOperationException',
      `The local service has PutEvents only, not ${target}`,
    );
  return putEvents(accessKeyId, parseJson(body), options);
};

/**
 * EventBridge with the one operation this product uses, PutEvents, over AWS JSON 1.1. The access key must be one that
 * was issued and its role must be allowed to. An event is answered when its targets have it on disk.
 */
export const startEvents = (options: EventsServerOptions): Promise<RunningServer> =>
  startServiceApi({
    ...options,
    name: 'events',
    maxBodyBytes: MAX_BODY_BYTES,
    answer: async (request, body) => json(200, await respond(request, body, options)),
    refuse: ({ status, code, message }) => json(status, { __type: code, message }),
  });
