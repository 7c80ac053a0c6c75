import { randomUUID } from 'node:crypto';
import { photograph } from '../../support/files/fixture';
import { type Image, mint, published } from './images';
import { postForm } from './upload';

/** Published images that no other test knows of. */
export interface Album {
  /** Unique, so that lists filtered by it hold these images only. */
  readonly creator: string;
  /** In the order in which their links were made. */
  readonly images: Image[];
}

/** Publishes that many small pictures with a creator of their own. */
export const publishAlbum = async (size: number): Promise<Album> => {
  const creator = `album-${randomUUID()}`;
  const ids: string[] = [];
  for (let i = 0; i < size; i += 1) {
    const link = await mint({ creator, metadata: JSON.stringify({ position: i }) });
    await postForm(link.uploadURL, {
      bytes: photograph('photo.webp'),
      name: `${i}.webp`,
      type: 'image/webp',
    });
    ids.push(link.id);
  }
  return { creator, images: await Promise.all(ids.map((id) => published(id))) };
};
