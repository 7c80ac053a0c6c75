import type { IncomingMessage } from 'node:http';
import type { Iam } from '../iam/iam';
import { authenticate } from './auth/authenticate';
import { Permissions } from './auth/permissions';
import type { BucketConfig } from './bucket-config';
import { corsHeaders } from './cors/cors-headers';
import { answerPreflight } from './cors/preflight';
import type { EventNotifier } from './events/event-notifier';
import { readRequest, type S3Request } from './http/s3-request';
import { errorResponse, type S3Response } from './http/s3-response';
import { assertSupportedHeaders } from './http/supported-headers';
import type { OperationContext } from './operations/operation';
import { postObject } from './operations/post-object';
import { assertSupportedQuery, findRoute } from './router';
import { S3Error } from './s3-error';
import type { ObjectStore } from './store/object-store';

/** What the service works with. */
export interface S3ServiceOptions {
  readonly buckets: readonly BucketConfig[];
  readonly iam: Pick<Iam, 'credentialsOf' | 'isAllowed'>;
  readonly store: ObjectStore;
  readonly notifier: EventNotifier;
  readonly now: () => Date;
  /** The server's own, e.g. `http://127.0.0.1:8788`. */
  readonly origin: string;
  /** Told of errors that are no refusals; the client only learns `InternalError`. */
  readonly onUnexpectedError: (error: unknown) => void;
}

/** Turns requests into answers: CORS, route, signature, bucket, operation, and S3's errors for what fails. */
export class S3Service {
  readonly #buckets: ReadonlyMap<string, BucketConfig>;

  constructor(private readonly options: S3ServiceOptions) {
    this.#buckets = new Map(options.buckets.map((bucket) => [bucket.name, bucket]));
  }

  /** Answers one request; never throws. `acceptBody` sends `100 Continue` to a client that waits for it. */
  async answer(id: string, message: IncomingMessage, acceptBody: () => void): Promise<S3Response> {
    let request: S3Request | undefined;
    let response: S3Response;
    try {
      request = readRequest(id, message, acceptBody);
      response = await this.#run(request);
    } catch (error) {
      response = errorResponse(this.#asS3Error(error, message), id, request?.path ?? message.url ?? '');
    }
    const preflight = message.method === 'OPTIONS' && response.status === 200;
    const cors = preflight ? {} : this.#corsHeaders(request);
    return {
      ...response,
      headers: { ...cors, ...response.headers, 'x-amz-request-id': id, 'x-amz-id-2': id },
    };
  }

  async #run(request: S3Request): Promise<S3Response> {
    const bucket = this.#buckets.get(request.bucket);
    if (request.method === 'OPTIONS') return answerPreflight(request, bucket?.cors ?? []);
    const route = findRoute(request);
    if (route.run === 'form') {
      assertSupportedQuery(request, route);
      return postObject(this.#context(request, bucket), this.options);
    }
    const caller = authenticate(request, this.options.iam, this.options.now());
    assertSupportedQuery(request, route);
    assertSupportedHeaders(request.headers);
    const context = this.#context(request, bucket);
    const permissions = context.permissionsOf(caller.accessKeyId, context.bucket.name);
    return route.run({ ...context, caller, permissions });
  }

  #context(request: S3Request, bucket: BucketConfig | undefined): OperationContext {
    if (bucket === undefined) {
      throw new S3Error('NoSuchBucket', 'The specified bucket does not exist', {
        details: { BucketName: request.bucket },
      });
    }
    const { store, notifier, iam } = this.options;
    return {
      request,
      bucket,
      store,
      notifier,
      bucketExists: (name) => this.#buckets.has(name),
      permissionsOf: (accessKeyId, name) => new Permissions(iam, accessKeyId, name),
    };
  }

  #corsHeaders(request: S3Request | undefined): Record<string, string> {
    const origin = request?.headers.get('origin');
    const rules = this.#buckets.get(request?.bucket ?? '')?.cors ?? [];
    return corsHeaders(rules, request && origin ? { origin, method: request.method } : {});
  }

  #asS3Error(error: unknown, message: IncomingMessage): S3Error {
    if (error instanceof S3Error) return error;
    // The client went away in the middle of its body: nobody reads this answer, and nothing is wrong here.
    if (message.destroyed && !message.complete)
      return new S3Error('IncompleteBody', 'The connection was closed.');
    this.options.onUnexpectedError(error);
    return new S3Error('InternalError', 'We encountered an internal error. Please try again.');
  }
}
