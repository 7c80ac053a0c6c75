import { finished } from 'node:stream/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { defineAwslambda, type Handler, isStreaming } from './awslambda';
import { loadHandler } from './load-handler';
import type { ReportedError, WorkerReply, WorkerRequest } from './messages';
import { ResponseStream } from './response-stream';

// Runs inside a worker thread: loads one function's bundle and answers one invocation at a time.

type Invocation = Extract<WorkerRequest, { type: 'invoke' }>;

const post = (reply: WorkerReply) => parentPort?.postMessage(reply);

const reported = (error: unknown): ReportedError => {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error) };
  return {
    errorType: error.name,
    errorMessage: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
  };
};

const contextOf = ({ identity, requestId, timeoutMilliseconds }: Invocation) => {
  const deadline = Date.now() + timeoutMilliseconds;
  return {
    ...identity,
    functionVersion: '$LATEST',
    awsRequestId: requestId,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
  };
};

let stream: ResponseStream | undefined;

const run = async (handler: Handler, invocation: Invocation): Promise<WorkerReply> => {
  const event: unknown = JSON.parse(invocation.event);
  const context = contextOf(invocation);
  if (!isStreaming(handler)) {
    const result = await handler(event, context);
    return { type: 'result', payload: JSON.stringify(result) ?? 'null', streamed: false };
  }
  stream = new ResponseStream(post);
  const complete = finished(stream);
  await Promise.all([handler(event, stream, context), complete]);
  return { type: 'result', payload: 'null', streamed: true };
};

const serve = (handler: Handler) => {
  parentPort?.on('message', (request: WorkerRequest) => {
    if (request.type === 'ack') return stream?.acknowledged();
    run(handler, request).then(post, (error: unknown) => post({ type: 'error', error: reported(error) }));
  });
  post({ type: 'ready' });
};

defineAwslambda();
loadHandler(workerData).then(serve, (error: unknown) => {
  post({ type: 'error', error: { ...reported(error), errorType: 'Runtime.InitError' } });
});
