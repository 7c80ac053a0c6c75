import { countWebpFrames } from '../../../lambdas/adapters/webp-frames';
import { photograph } from '../../support/files/fixture';
import { emptyWebp, manyFramesWebp } from '../../support/hostile-images';

describe('the frames of a WebP', () => {
  it('are counted by its chunks', async () => {
    expect(countWebpFrames(photograph('animation.webp'))).toBe(6);
    expect(countWebpFrames(await manyFramesWebp(300_000))).toBe(300_000);
  });

  it('are none when it is a still picture, or hardly one', () => {
    expect(countWebpFrames(photograph('photo.webp'))).toBe(0);
    expect(countWebpFrames(emptyWebp())).toBe(0);
  });

  it('end where the file says or ends', async () => {
    const webp = await manyFramesWebp(10);

    expect(countWebpFrames(Buffer.concat([webp, Buffer.from('ANMF\0\0\0\0', 'latin1')]))).toBe(10);
    expect(countWebpFrames(webp.subarray(0, -1))).toBe(10);
    expect(countWebpFrames(webp.subarray(0, 13))).toBe(0);
  });
});
