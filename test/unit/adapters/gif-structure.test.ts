import { readGifStructure } from '../../../lambdas/adapters/gif-structure';
import { photograph } from '../../support/files/fixture';
import { gif } from '../../support/hostile-images';

describe('the structure of a GIF', () => {
  it.each([
    [
      'a photograph with palettes, delays and loops',
      photograph('animation.gif'),
      { width: 160, height: 107, frames: 6 },
    ],
    ['a hand-made file', gif(60_000, 2, 3), { width: 60_000, height: 2, frames: 3 }],
    ['a file without frames', gif(1, 1, 0), { width: 1, height: 1, frames: 0 }],
    [
      'a file with bytes behind its end',
      Buffer.concat([gif(4, 5, 1), Buffer.from('film')]),
      { width: 4, height: 5, frames: 1 },
    ],
  ])('is read from %s', (_case, body, expected) => {
    expect(readGifStructure(body)).toEqual(expected);
  });

  it('is missed in every file that ends early', () => {
    const whole = photograph('animation.gif');

    for (let end = 0; end < whole.length; end += 13) {
      expect(() => readGifStructure(whole.subarray(0, end))).toThrow(
        expect.objectContaining({ code: 'undecodable' }),
      );
    }
    expect(() => readGifStructure(whole.subarray(0, -1))).toThrow(
      expect.objectContaining({ code: 'undecodable' }),
    );
  });

  it('is missed where something stands that is no block', () => {
    const broken = gif(4, 5, 2);
    broken.writeUInt8(0x99, 19);

    expect(() => readGifStructure(broken)).toThrow(expect.objectContaining({ code: 'undecodable' }));
  });
});
