import { readFileSync } from 'node:fs';
import path from 'node:path';
import { deliver, inspect, publish, variantUrl } from './client/deliver';
import { originalBytes } from './client/images';

const heic = readFileSync(path.join(__dirname, '../fixtures/heic/photo.heic'));

describe('A photograph as phones take it', () => {
  test.each([
    ['named and typed as HEIC', { name: 'IMG_0001.HEIC', type: 'image/heic' }],
    ['without a type, as browsers without HEIC send it', { name: 'IMG_0001.HEIC', type: '' }],
  ])('is published: %s', async (_what, file) => {
    const image = await publish({ bytes: heic, ...file });

    expect(image.filename).toBe('IMG_0001.HEIC');
    expect((await originalBytes(image.id)).equals(heic)).toBe(true);
  });

  test.each([
    ['*/*', 'jpeg'],
    ['image/webp,*/*', 'webp'],
  ])('is delivered in a format that all can show: to %s as %s', async (accept, format) => {
    const image = await publish({ bytes: heic, name: 'IMG_0001.HEIC', type: 'image/heic' });

    const delivered = await deliver(variantUrl(image, 'thumbnail'), { accept });

    expect(delivered.status).toBe(200);
    const metadata = await inspect(delivered);
    expect(metadata.format).toBe(format);
    expect(Math.max(metadata.width, metadata.height)).toBe(150);
  });
});
