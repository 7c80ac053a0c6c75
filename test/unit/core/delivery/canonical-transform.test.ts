import fc from 'fast-check';
import {
  canonicalTransform,
  derivativeETag,
  derivativeKey,
} from '../../../../lambdas/core/delivery/derivative';
import { foldTransform } from '../../../../lambdas/core/delivery/fold-transform';
import { parseTransformOptions } from '../../../../lambdas/core/delivery/transform-options';

const integer = (max: number) => fc.integer({ min: 1, max }).map(String);
const decimal = (max: number) => fc.integer({ min: 0, max: max * 100 }).map((value) => String(value / 100));
const word = (...words: string[]) => fc.constantFrom(...words);

/** Every valid option of contract 6.3, by its name. */
const values = {
  width: integer(4000),
  height: integer(4000),
  fit: word('scale-down', 'contain', 'cover', 'crop', 'pad', 'squeeze', 'scale-up', 'aspect-crop'),
  gravity: word('auto', 'left', 'top', 'center', '0.2x0.8', '1x0'),
  dpr: word('1', '1.5', '2', '3'),
  quality: fc.oneof(integer(100), word('low', 'high')),
  format: word('auto', 'webp', 'jpeg', 'png', 'json'),
  anim: word('true', 'false'),
  metadata: word('keep', 'copyright', 'none'),
  background: word('red', '%23fff', 'rgb%281%2C2%2C3%29', 'transparent'),
  blur: integer(250),
  sharpen: decimal(10),
  brightness: decimal(10),
  contrast: decimal(10),
  gamma: word('0', '0.5', '1', '2.2'),
  saturation: decimal(10),
  rotate: word('0', '90', '180', '270', '360'),
  flip: word('h', 'v', 'hv'),
  trim: word('border', '1;2;3;4', '0;0;0;0'),
  'slow-connection-quality': integer(100),
  compression: word('fast'),
};

const ALIASES: Readonly<Record<string, string>> = {
  width: 'w',
  height: 'h',
  gravity: 'g',
  quality: 'q',
  format: 'f',
};

const options = fc
  .record(values, { requiredKeys: [] })
  .map((record) => Object.entries(record))
  .filter((entries) => entries.length > 0);

const write = (entries: readonly [string, string][]): string =>
  entries.map(([name, value]) => `${name}=${value}`).join(',');

const source = (transform: ReturnType<typeof parseTransformOptions>) => ({
  ref: { accountHash: 'a'.repeat(22), imageKey: 'k'.repeat(43) },
  sha256: '0'.repeat(64),
  transform,
  accepted: 'webp' as const,
});

describe('the canonical form of options', () => {
  it('does not depend on their order or on aliases', () => {
    fc.assert(
      fc.property(options, fc.infiniteStream(fc.nat()), (entries, randomness) => {
        const shuffled = entries
          .map((entry) => ({ entry, rank: randomness.next().value }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ entry: [name, value] }): [string, string] => [ALIASES[name] ?? name, value]);

        const [first, second] = [
          parseTransformOptions(write(entries)),
          parseTransformOptions(write(shuffled)),
        ];

        expect(canonicalTransform(second)).toBe(canonicalTransform(first));
        expect(derivativeKey(source(second))).toBe(derivativeKey(source(first)));
      }),
    );
  });

  it('is reached in one step: folding again changes nothing', () => {
    fc.assert(
      fc.property(options, (entries) => {
        const once = parseTransformOptions(write(entries));

        const twice = foldTransform(once);

        expect(twice).toEqual(once);
      }),
    );
  });

  it('is the same for options that mean the same', () => {
    const pairs = [
      ['w=200', 'w=100,dpr=2'],
      ['w=200', 'w=200,scq=40,compression=fast'],
      ['background=red', 'background=%23f00'],
      ['background=red', 'background=rgb%28255%200%200%29'],
      ['w=1,h=1,fit=cover,g=center', 'w=1,h=1,fit=cover'],
      ['w=1,h=1,fit=cover,g=left', 'w=1,h=1,fit=cover,g=0x0.5'],
      ['q=high', 'q=90'],
      ['rotate=90', 'rotate=90,brightness=1'],
    ] as const;

    for (const [one, other] of pairs) {
      const [a, b] = [parseTransformOptions(one), parseTransformOptions(other)];
      expect(canonicalTransform(a)).toBe(canonicalTransform(b));
    }
  });

  it('differs where the picture differs', () => {
    const lists = [
      'w=1',
      'w=2',
      'h=1',
      'w=1,h=1',
      'w=1,h=1,fit=cover',
      'w=1,h=1,fit=cover,g=left',
      'w=1,q=9',
      'w=1,blur=2',
    ];

    const keys = new Set(lists.map((list) => derivativeKey(source(parseTransformOptions(list)))));

    expect(keys.size).toBe(lists.length);
  });
});

describe('the key of a derivative', () => {
  const transform = parseTransformOptions('w=10');

  it('lies below the image it belongs to', () => {
    const key = derivativeKey(source(transform));

    expect(key).toMatch(/^derived\/a{22}\/k{43}\/0{64}\/[0-9a-f]{32}$/);
  });

  it('depends on the accepted format only where the viewer chooses it', () => {
    const automatic = derivativeKey({ ...source(transform), accepted: 'avif' });
    const explicit = parseTransformOptions('w=10,f=jpeg');

    expect(automatic).not.toBe(derivativeKey(source(transform)));
    expect(derivativeKey({ ...source(explicit), accepted: 'avif' })).toBe(derivativeKey(source(explicit)));
  });

  it('changes with the content, and the ETag with it', () => {
    const other = { ...source(transform), sha256: '1'.repeat(64) };

    expect(derivativeKey(other)).not.toBe(derivativeKey(source(transform)));
    expect(derivativeETag(other)).not.toBe(derivativeETag(source(transform)));
    expect(derivativeETag(other)).toMatch(/^"[0-9a-f]{32}"$/);
  });
});
