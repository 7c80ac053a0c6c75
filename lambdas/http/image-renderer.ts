import { accountHash } from '../core/account';
import type { Image } from '../core/image';
import type { SettingsRepository } from '../core/ports';
import { type RenderedImage, renderImage } from '../core/render-image';

/** What rendering an account's images needs. */
export interface RenderDeps {
  readonly settings: SettingsRepository;
  /** No trailing slash. */
  readonly deliveryBaseUrl: string;
}

/** Renders images of one account with its variants of this moment. */
export const rendererFor = async (
  accountId: string,
  deps: RenderDeps,
): Promise<(image: Image) => RenderedImage> => {
  const { variants } = await deps.settings.get(accountHash(accountId));
  return (image) => renderImage(image, { deliveryBaseUrl: deps.deliveryBaseUrl, variants });
};
