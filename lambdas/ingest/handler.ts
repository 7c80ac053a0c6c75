import type { Logger } from '@aws-lambda-powertools/logger';
import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { type IngestDeps, type IngestOutcome, ingestUpload, type StagedUpload } from '../core/ingest-upload';
import type { UploadMetrics } from '../runtime/upload-metrics';
import { countOutcome } from './ingest-metrics';
import { loggableError } from './loggable-error';
import { readStagedUploadEvents } from './staged-upload-events';

/** What the ingest function needs. */
export interface IngestHandlerDeps extends IngestDeps {
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  readonly metrics: UploadMetrics;
}

/** What an outcome says in the log; causes of refusals are for the log only. */
const describe = (outcome: IngestOutcome): Record<string, unknown> => {
  switch (outcome.kind) {
    case 'published': {
      const { sha256, ...file } = outcome.image.file;
      return {
        imageId: outcome.image.id,
        sha256,
        file,
        draftToPublishedSeconds: outcome.draftToPublishedSeconds,
      };
    }
    case 'refused':
      return {
        code: outcome.refusal.code,
        reason: outcome.refusal.message,
        ...(outcome.error.cause === undefined ? {} : { cause: loggableError(outcome.error.cause) }),
      };
    case 'discarded':
      return { reason: outcome.reason, announced: outcome.announced };
  }
};

/** The nonce is the secret of the upload URL and part of the staging key, so neither is ever logged. */
const idsOf = ({ target }: StagedUpload) => ({ accountHash: target.accountHash, imageKey: target.imageKey });

const deliveriesOf = ({ attributes }: SQSRecord): number => Number(attributes.ApproximateReceiveCount);

const ingestRecord = async (record: SQSRecord, requestId: string, deps: IngestHandlerDeps): Promise<void> => {
  const { uploads, foreignObjects } = readStagedUploadEvents(record.body, deliveriesOf(record));
  if (foreignObjects > 0) {
    deps.logger.warn('Ignored objects that no upload URL can have written', {
      requestId,
      objects: foreignObjects,
    });
  }
  for (const upload of uploads) {
    const outcome = await ingestUpload(upload, deps);
    deps.logger.info(`Upload ${outcome.kind}`, { requestId, ...idsOf(upload), ...describe(outcome) });
    countOutcome(deps.metrics, outcome);
  }
};

/**
 * Ingests what S3 reports through the queue, one upload after the other: each may need most of the function's memory.
 * A record whose upload fails for a reason that is not the upload's own is reported back and delivered again; the others of
 * its batch are not.
 */
export const createHandler =
  (deps: IngestHandlerDeps) =>
  async (event: SQSEvent, { awsRequestId: requestId }: Context): Promise<SQSBatchResponse> => {
    const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
    for (const record of event.Records) {
      try {
        await ingestRecord(record, requestId, deps);
      } catch (error) {
        deps.logger.error('Upload not ingested, will be tried again', {
          requestId,
          messageId: record.messageId,
          deliveries: deliveriesOf(record),
          error: loggableError(error),
        });
        batchItemFailures.push({ itemIdentifier: record.messageId });
      }
    }
    return { batchItemFailures };
  };
