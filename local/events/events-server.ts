import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../gateway/read-body';
import { type RunningServer, startServer } from '../gateway/start-server';
import type { Iam } from '../iam/iam';
import { EventsError } from './events-error';
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

const send = (response: ServerResponse, status: number, body: object): void => {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
  response.end(JSON.stringify(body));
};

const callerOf = (request: IncomingMessage, iam: EventsServerOptions['iam']): string => {
  const authorization = request.headers.authorization ?? '';
  const accessKeyId = /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\//.exec(authorization)?.[1];
  if (accessKeyId === undefined)
    throw new EventsError('MissingAuthenticationToken', 'Request is missing Authentication Token');
  if (!iam.credentialsOf(accessKeyId))
    throw new EventsError(
      'UnrecognizedClientException',
      'The security token included in the request is invalid.',
    );
  return accessKeyId;
};

const parseJson = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    throw new EventsError('SerializationException', 'The body is not JSON.');
  }
};

const respond = (request: IncomingMessage, body: Buffer, options: EventsServerOptions): Promise<object> => {
  const accessKeyId = callerOf(request, options.iam);
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target !== 'AWSEvents.PutEvents')
    throw new EventsError('UnknownOperationException', `The local service has PutEvents only, not ${target}`);
  return putEvents(accessKeyId, parseJson(body), options);
};

/**
 * EventBridge with the one operation this product uses, PutEvents, over AWS JSON 1.1. The access key must be one that
 * was issued and its role must be allowed to; the signature is not verified, as nothing but the functions on this
 * machine knows an access key. An event is answered when its targets have it on disk.
 */
export const startEvents = (options: EventsServerOptions): Promise<RunningServer> =>
  startServer({
    host: options.host,
    port: options.port,
    log: options.log,
    answer: async (request, response) => {
      const body = await readBody(request, response, MAX_BODY_BYTES);
      try {
        send(response, 200, await respond(request, body, options));
      } catch (error) {
        if (!(error instanceof EventsError)) throw error;
        options.log(`events: ${error.type}: ${error.message}`);
        send(response, 400, { __type: error.type, message: error.message });
      }
    },
  });
