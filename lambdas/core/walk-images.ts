import type { PublishedImage } from './image';
import type { ImageIndex, ImageQuery } from './ports';

/** Every image of a query from its start position on, read from the index `limit` at a time, as far as the caller goes. */
export async function* walkImages(index: ImageIndex, query: ImageQuery): AsyncGenerator<PublishedImage> {
  let next: ImageQuery | undefined = query;
  while (next) {
    const page = await index.page(next);
    yield* page.images;
    next = page.nextPosition === undefined ? undefined : { ...query, startAfter: page.nextPosition };
  }
}
