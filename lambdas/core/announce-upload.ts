import { type Image, isDraft } from './image';
import { imageEvent } from './image-event';
import { publishedPrefix, type UploadTarget } from './keys';
import type { ImageEvents, ImageRepository, SettingsRepository } from './ports';

/** What announcing needs. */
export interface AnnounceDeps {
  readonly images: Pick<ImageRepository, 'find' | 'markEventSent'>;
  readonly settings: SettingsRepository;
  readonly events: ImageEvents;
  /** No trailing slash; where the variant URLs in events point. */
  readonly deliveryBaseUrl: string;
}

/** True when the record is what became of this minting: its draft, or the image that one of its uploads made. */
const isOf = (record: Image, target: UploadTarget): boolean =>
  isDraft(record) ? record.nonce === target.nonce : record.objectKey.startsWith(publishedPrefix(target));

/**
 * Sends the event that the record still owes for this minting, if any; true when it did. Whoever is done with an upload
 * calls it, also when another one handled the upload: that one may have died after it wrote the record. An event is
 * so sent at least once, and once it is marked as sent no replay of the upload makes another. An image that was
 * deleted first is gone without an event.
 * @throws whatever the ports throw; the event is then still owed
 */
export const announceUpload = async (target: UploadTarget, deps: AnnounceDeps): Promise<boolean> => {
  const record = await deps.images.find(target);
  if (!record?.unsentEvent || !isOf(record, target)) return false;
  const { variants } = await deps.settings.get(target.accountHash);
  const { deliveryBaseUrl } = deps;
  await deps.events.publish(imageEvent(record, record.unsentEvent, { deliveryBaseUrl, variants }));
  await deps.images.markEventSent(target, record.unsentEvent.id);
  return true;
};
