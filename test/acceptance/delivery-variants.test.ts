import { PHOTOGRAPHS, type PhotographName, photograph } from '../support/files/fixture';
import { scriptedSvg } from '../support/files/hostile-files';
import { deliver, inspect, publish, variantUrl } from './client/deliver';

const upload = (name: PhotographName) => publish({ bytes: photograph(name), name, type: PHOTOGRAPHS[name] });

/** Shown size of each photograph, after its EXIF orientation. */
const SHOWN = {
  'photo.jpg': [1280, 853],
  'cut-out.png': [360, 240],
  'photo.webp': [800, 533],
  'photo.avif': [640, 427],
} as const;

/** What a picture becomes when it is scaled down into a box; a smaller one stays as it is. */
const fitted = ([width, height]: readonly [number, number], boxWidth: number, boxHeight: number) => {
  const ratio = Math.min(boxWidth / width, boxHeight / height, 1);
  return { width: Math.round(width * ratio), height: Math.round(height * ratio) };
};

describe('The variants of a published picture', () => {
  test.each(Object.keys(SHOWN) as (keyof typeof SHOWN)[])(
    'are delivered in their sizes: %s',
    async (name) => {
      const image = await upload(name);

      const [full, thumbnail] = await Promise.all(
        ['public', 'thumbnail'].map((id) => deliver(variantUrl(image, id))),
      );

      if (!full || !thumbnail) throw new Error('Two variants were asked for');
      expect([full.status, thumbnail.status]).toEqual([200, 200]);
      expect(await inspect(full)).toMatchObject(fitted(SHOWN[name], 1366, 768));
      expect(await inspect(thumbnail)).toMatchObject(fitted(SHOWN[name], 150, 150));
    },
  );

  test('are what the list of variants names, each a picture', async () => {
    const image = await upload('photo.jpg');

    const answers = await Promise.all(image.variants.map((url) => deliver(url)));

    expect(answers.map((answer) => answer.headers.get('content-type'))).toEqual(['image/jpeg', 'image/jpeg']);
  });

  test('stand upright, and tell neither the place nor the camera', async () => {
    const image = await upload('photo.jpg');

    const metadata = await inspect(await deliver(variantUrl(image, 'public')));

    expect(metadata.orientation ?? 1).toBe(1);
    expect(metadata.width).toBeGreaterThan(metadata.height);
    expect(metadata.exif).toBeUndefined();
  });

  test('keep the transparency of a cut-out', async () => {
    const image = await upload('cut-out.png');

    expect(await inspect(await deliver(variantUrl(image, 'public')))).toMatchObject({ hasAlpha: true });
  });

  test.each(['animation.gif', 'animation.webp'] as const)('move when the picture moves: %s', async (name) => {
    const image = await upload(name);

    const delivered = await deliver(variantUrl(image, 'public'));

    expect(await inspect(delivered)).toMatchObject({ pages: 6 });
  });

  test('are found for ids with subpaths and other scripts', async () => {
    const image = await publish({ bytes: photograph('photo.webp') }, { id: `закат/${Date.now()}/a b` });

    const answers = await Promise.all(image.variants.map((url) => deliver(url)));

    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
  });
});

describe('The format of a variant', () => {
  test.each([
    [
      'AVIF or WebP to a browser that takes both',
      'image/avif,image/webp,image/png,*/*;q=0.8',
      /^image\/(?:avif|webp)$/,
    ],
    ['WebP to a browser that takes it', 'image/webp,*/*;q=0.8', /^image\/webp$/],
    ['the original to all others', 'image/png,image/jpeg', /^image\/jpeg$/],
    ['the original to a client that says nothing', '*/*', /^image\/jpeg$/],
  ])('is %s', async (_what, accept, expected) => {
    const image = await upload('photo.jpg');

    const delivered = await deliver(variantUrl(image, 'public'), { accept });

    const type = delivered.headers.get('content-type') ?? '';
    expect(type).toMatch(expected);
    const { format, compression } = await inspect(delivered);
    expect(`image/${compression === 'av1' ? 'avif' : format}`).toBe(type);
    expect(delivered.headers.get('vary')?.toLowerCase()).toContain('accept');
  });

  test('never is what only another viewer could show', async () => {
    const image = await upload('photo.jpg');
    const url = variantUrl(image, 'thumbnail');

    const types = [];
    for (const accept of ['image/avif,image/webp', 'image/jpeg', 'image/webp', 'image/jpeg'])
      types.push((await deliver(url, { accept })).headers.get('content-type'));

    expect([types[1], types[3]]).toEqual(['image/jpeg', 'image/jpeg']);
  });
});

describe('An SVG', () => {
  test('is delivered without its scripts and in a way that runs nothing', async () => {
    const image = await publish({ bytes: scriptedSvg(), name: 'badge.svg', type: 'image/svg+xml' });

    const { headers, text } = await deliver(variantUrl(image, 'public'));

    expect(headers.get('content-type')).toMatch(/^image\/svg\+xml/);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(text).toContain('<rect');
    expect(text).not.toMatch(/script|alert|onload|onclick|foreignObject|iframe|attacker\.example|@import/i);
  });

  test('stays the drawing that it was', async () => {
    const image = await upload('drawing.svg');

    const { text } = await deliver(variantUrl(image, 'thumbnail'));

    for (const part of ['viewBox', 'linearGradient', 'url(#water)', '<path', '<title>'])
      expect(text).toContain(part);
  });
});
