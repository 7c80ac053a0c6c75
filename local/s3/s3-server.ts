import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { listen } from '../gateway/listen';
import type { Iam } from '../iam/iam';
import type { BucketConfig } from './bucket-config';
import { EventNotifier, type Publish } from './events/event-notifier';
import { EventOutbox } from './events/event-outbox';
import { assertKnownEvents } from './events/event-record';
import { newRequestId } from './http/s3-request';
import { writeResponse } from './http/s3-response';
import { S3Service } from './s3-service';
import { ObjectPaths } from './store/object-paths';
import { ObjectStore } from './store/object-store';

export type { BucketConfig, BucketNotification } from './bucket-config';
export type { CorsRule } from './cors/cors-rule';

/** What a local S3 is made of. */
export interface S3ServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Where objects and undelivered events are kept; one process at a time. */
  readonly dataDir: string;
  readonly buckets: readonly BucketConfig[];
  readonly iam: Pick<Iam, 'credentialsOf' | 'isAllowed'>;
  /** Awaited before the upload is answered, so an acknowledged upload always has its event. */
  readonly publish: Publish;
  /** @default the system's clock */
  readonly now?: () => Date;
  /** How long uploads on their way may go on when the server is closed. @default 2 s */
  readonly closeGraceMilliseconds?: number;
  /** Told of errors that are no refusals. @default written to standard error */
  readonly onUnexpectedError?: (error: unknown) => void;
}

/** A running server. */
export interface S3Server {
  readonly port: number;
  /** Lets uploads finish for the grace, then drops them; resolves when nothing is being written any more. */
  close(): Promise<void>;
}

/** How long a connection may be silent. There is no limit on a whole upload: a slow one is still an upload. */
const IDLE_MS = 60_000;
const DEFAULT_CLOSE_GRACE_MS = 2_000;

/** Waits until no request is being worked on, those that begin meanwhile included. */
const settle = async (working: ReadonlySet<Promise<void>>): Promise<void> => {
  while (working.size > 0) await Promise.all(working);
};

const openService = async (
  options: S3ServerOptions,
  port: number,
  onUnexpectedError: (error: unknown) => void,
): Promise<S3Service> => {
  const now = options.now ?? (() => new Date());
  for (const bucket of options.buckets) bucket.notifications.forEach(assertKnownEvents);
  const store = await ObjectStore.open(options.dataDir, now);
  const outbox = await EventOutbox.open(new ObjectPaths(options.dataDir).outbox);
  const notifier = new EventNotifier(outbox, options.publish, now);
  await notifier.deliverLeftovers((bucket, key) => store.find(bucket, key));
  return new S3Service({
    buckets: options.buckets,
    iam: options.iam,
    store,
    notifier,
    now,
    origin: `http://${options.host}:${port}`,
    onUnexpectedError,
  });
};

/** Tells a waiting client to send its body, once; a client that was not told may not be sending one. */
const continueOnce = (request: IncomingMessage, response: ServerResponse) => {
  const awaited = request.headers.expect?.toLowerCase() === '100-continue';
  let accepted = !awaited;
  return {
    accept: () => {
      if (!accepted) response.writeContinue();
      accepted = true;
    },
    wasAccepted: () => accepted,
  };
};

const handle = async (
  service: S3Service,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const body = continueOnce(request, response);
  const answer = await service.answer(newRequestId(), request, body.accept);
  if (!body.wasAccepted()) response.setHeader('connection', 'close');
  await writeResponse(response, request.method ?? '', answer);
  // A refused upload is read to its end all the same: closing would reset the connection, and the client,
  // still sending, would never see the answer.
  request.unpipe();
  request.resume();
};

/**
 * Starts a local S3: path-style addressing, SigV4, what of S3 this product uses; everything else is refused.
 * @throws Error when the port is taken (`EADDRINUSE`), the data folder cannot be read, a notification names an
 * event that is never sent, or events of an earlier run cannot be published.
 */
export const startS3Server = async (options: S3ServerOptions): Promise<S3Server> => {
  const onUnexpectedError =
    options.onUnexpectedError ?? ((error) => console.error('The local S3 failed:', error));
  const graceMilliseconds = options.closeGraceMilliseconds ?? DEFAULT_CLOSE_GRACE_MS;
  const working = new Set<Promise<void>>();
  let service: Promise<S3Service> | undefined;
  const onRequest = (request: IncomingMessage, response: ServerResponse): void => {
    const work = (async () => handle(await (service as Promise<S3Service>), request, response))().catch(
      (error: unknown) => {
        onUnexpectedError(error);
        response.destroy();
      },
    );
    working.add(work);
    void work.finally(() => working.delete(work));
  };
  const server = createServer({ requestTimeout: 0 }, onRequest).on('checkContinue', onRequest);
  server.setTimeout(IDLE_MS);
  // The port first: a second process must fail before it touches the data of the first.
  const port = await listen(server, options.host, options.port);
  service = openService(options, port, onUnexpectedError);
  const stop = async (): Promise<void> => {
    const closed = new Promise((resolve) => server.close(resolve));
    await Promise.race([settle(working), delay(graceMilliseconds, undefined, { ref: false })]);
    server.closeAllConnections();
    await closed;
    await settle(working);
  };
  try {
    await service;
  } catch (error) {
    await stop();
    throw error;
  }
  return { port, close: stop };
};
