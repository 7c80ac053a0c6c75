import {
  type CreateDirectUploadDeps,
  createDirectUpload,
  type DirectUploadRequest,
} from '../core/create-direct-upload';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { type ControlDeps, createControlHandler } from '../http/control-handler';
import { success } from '../http/envelope';
import { readExpiry, readImageFields } from '../http/image-fields';

/** What the mint function needs. */
export interface MintDeps extends CreateDirectUploadDeps, ControlDeps {
  /** Powertools' metrics, as far as they are used. */
  readonly metrics: {
    addMetric(name: 'DraftsMinted', unit: 'Count', value: number): unknown;
    publishStoredMetrics(): unknown;
  };
}

/** Contract 3.1. */
const readV2 = (event: ControlEvent): DirectUploadRequest => {
  const { id, expiry, ...fields } = readImageFields(event.parsedBody);
  return {
    accountId: event.accountId,
    id: id ?? undefined,
    expiry: expiry ?? undefined,
    creator: fields.creator,
    metadata: fields.metadata ?? undefined,
    requireSignedURLs: fields.requireSignedURLs ?? undefined,
  };
};

/** Contract 3.2: v1 knows only `expiry`. */
const readV1 = ({ accountId, parsedBody }: ControlEvent): DirectUploadRequest => ({
  accountId,
  expiry: readExpiry(parsedBody) ?? undefined,
});

/** Promises one-time uploads: `POST …/images/v2/direct_upload` and its deprecated v1. */
export const createHandler = (deps: MintDeps) => {
  const mint = async (request: DirectUploadRequest) => {
    const directUpload = await createDirectUpload(request, deps);
    deps.logger.appendKeys({ imageId: directUpload.id });
    deps.metrics.addMetric('DraftsMinted', 'Count', 1);
    deps.metrics.publishStoredMetrics();
    return success(directUpload, { result_info: null });
  };
  const handlers: RouteHandlers<'mint'> = {
    'POST /client/v4/accounts/{account_id}/images/v2/direct_upload': (event) => mint(readV2(event)),
    'POST /client/v4/accounts/{account_id}/images/v1/direct_upload': (event) => mint(readV1(event)),
  };
  return createControlHandler(handlers, deps);
};
