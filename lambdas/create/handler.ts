import { type CreateImageDeps, createImage } from '../core/create-image';
import { ERROR_NUMBERS } from '../core/error-codes';
import { DomainError } from '../core/errors';
import type { PublishedImage } from '../core/image';
import type { ControlEvent, RouteHandlers } from '../http/control-event';
import { type ControlDeps, createControlHandler } from '../http/control-handler';
import { success } from '../http/envelope';
import { readImageFields } from '../http/image-fields';
import { type RenderDeps, rendererFor } from '../http/image-renderer';
import { readImageSource } from '../http/image-source-fields';
import { countPublished, countRefused, type UploadMetrics } from '../runtime/upload-metrics';

/** What the create function needs. */
export interface CreateDeps extends Omit<CreateImageDeps, 'onCleanupFailure'>, RenderDeps, ControlDeps {
  readonly metrics: UploadMetrics;
}

const createCounted = async (event: ControlEvent, deps: CreateDeps): Promise<PublishedImage> => {
  const { id, creator, metadata, requireSignedURLs } = readImageFields(event.parsedBody);
  try {
    const image = await createImage(
      {
        accountId: event.accountId,
        id: id ?? undefined,
        creator,
        metadata: metadata ?? undefined,
        requireSignedURLs: requireSignedURLs ?? undefined,
        ...readImageSource(event.parsedBody),
      },
      {
        ...deps,
        onCleanupFailure: (error) => deps.logger.error('Remains of a failed call were left', { error }),
      },
    );
    countPublished(deps.metrics);
    return image;
  } catch (error) {
    if (error instanceof DomainError) countRefused(deps.metrics, ERROR_NUMBERS[error.code]);
    throw error;
  }
};

/**
 * Contract 3.3: the answer is the image, which is no draft. What the answer needs is read first: a failure after the image
 * is there would make clients send it again.
 */
const create = async (event: ControlEvent, deps: CreateDeps) => {
  const render = await rendererFor(event.accountId, deps);
  const image = await createCounted(event, deps);
  deps.logger.appendKeys({ imageId: image.id });
  return success(render(image));
};

/** Creates images in one call, from a file or a URL: `POST …/images/v1`. */
export const createHandler = (deps: CreateDeps) => {
  const handlers: RouteHandlers<'create'> = {
    'POST /client/v4/accounts/{account_id}/images/v1': (event) => create(event, deps),
  };
  return createControlHandler(handlers, deps);
};
