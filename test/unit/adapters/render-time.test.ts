import sharp from 'sharp';
import { limitTime, renderWithin } from '../../../lambdas/adapters/render-time';
import { SharpRenderer } from '../../../lambdas/adapters/sharp-renderer';
import { parseTransformOptions } from '../../../lambdas/core/delivery/transform-options';
import { fileOf } from '../../support/delivery/rendering';
import { gif } from '../../support/hostile-images';

describe('the time of a rendering', () => {
  it('is shared by all frames of an animation that is taken apart', async () => {
    const renderer = new SharpRenderer(() => Promise.reject(new Error('no HEIC here')), 0.05);
    const animation = gif(20, 20, 2000);

    const rendering = renderer.render(
      animation,
      await fileOf(animation),
      parseTransformOptions('blur=10'),
      'webp',
    );

    await expect(rendering).rejects.toMatchObject({
      failure: 'rendering-failed',
      cause: expect.objectContaining({ message: 'the rendering takes too long' }),
    });
  });

  it('is counted for each rendering by itself', async () => {
    const pixel = () =>
      limitTime(sharp({ create: { width: 1, height: 1, channels: 3, background: '#123' } }));
    const short = renderWithin(0, async () => pixel());
    const long = renderWithin(60, async () => {
      await short.catch(() => undefined);
      return await pixel().png().toBuffer();
    });

    await expect(short).rejects.toThrow('takes too long');
    await expect(long).resolves.toBeInstanceOf(Buffer);
  });
});
