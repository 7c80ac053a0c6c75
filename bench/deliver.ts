import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { decodeHeif } from '../lambdas/adapters/heif-decoder';
import { SharpRenderer } from '../lambdas/adapters/sharp-renderer';
import type { AcceptedFormat } from '../lambdas/core/delivery/output-format';
import { DEFAULT_SETTINGS } from '../lambdas/core/settings';
import { InMemoryDeliveryObjects } from '../test/support/delivery/in-memory-delivery-objects';
import { render } from '../test/support/delivery/rendering';
import { defineAwslambda, functionUrlEvent, invokeStreaming } from '../test/support/delivery/streaming';
import { printColdImport } from './cold-import';
import { holdTo } from './hold-to';
import { median } from './median';

/**
 * `npm run bench -- deliver`: our handler against sharp alone on the same file in one run, a derivative found against one
 * computed, the strongest blur against none, and what a cold start loads. Storage and database are in memory: they cost the same with any handler.
 */

const ROUNDS = 15;
const BLUR_ROUNDS = 5;
/** How much longer than sharp alone the handler may take for a miss. */
const MAX_RATIO = 1.15;
/** How much longer than the same picture without it the strongest blur may take. */
const MAX_BLUR_RATIO = 2;
const HASH = 'a'.repeat(22);

interface Subject {
  readonly accepted: AcceptedFormat;
  /** The same work, by sharp alone. */
  readonly alone: (photo: Buffer) => Promise<Buffer>;
}

const scaled = (photo: Buffer) =>
  sharp(photo, { autoOrient: true }).resize({
    width: 1366,
    height: 768,
    fit: 'inside',
    withoutEnlargement: true,
  });

const SUBJECTS: readonly Subject[] = [
  {
    accepted: 'original',
    alone: (photo) => scaled(photo).jpeg({ quality: 85, progressive: true }).toBuffer(),
  },
  { accepted: 'webp', alone: (photo) => scaled(photo).webp({ quality: 80 }).toBuffer() },
  {
    accepted: 'avif',
    alone: (photo) => scaled(photo).avif({ quality: 55, effort: 2, chromaSubsampling: '4:2:0' }).toBuffer(),
  },
];

/** Twelve megapixels with grain, as a phone takes them. */
const takePhoto = (): Promise<Buffer> =>
  sharp({
    create: {
      width: 1000,
      height: 750,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 30 },
    },
  })
    .png()
    .toBuffer()
    .then((grain) => sharp(grain).resize(4000, 3000, { kernel: 'cubic' }).jpeg({ quality: 90 }).toBuffer());

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAtMs = performance.now();
  await work();
  return performance.now() - startedAtMs;
};

const createWorld = async (photo: Buffer) => {
  defineAwslambda();
  // Only now: the handler is made with the global that was just defined.
  const { createHandler } = await import('../lambdas/deliver/handler');
  const objects = new InMemoryDeliveryObjects(() => new Date());
  objects.objects.set('photo', { body: photo, contentType: 'image/jpeg' });
  const file = { format: 'jpeg', contentType: 'image/jpeg', width: 4000, height: 3000, frames: 1 } as const;
  const sha256 = createHash('sha256').update(photo).digest('hex');
  const handler = createHandler({
    images: {
      find: async () => ({
        accountId: 'bench',
        id: 'photo',
        uploaded: '2026-01-01T00:00:00.000Z',
        requireSignedURLs: false,
        filename: 'photo.jpg',
        file: { ...file, bytes: photo.length, sha256 },
        objectKey: 'photo',
      }),
    },
    settings: { get: async () => DEFAULT_SETTINGS },
    signingKeys: { list: async () => [] },
    objects,
    renderer: new SharpRenderer(decodeHeif),
    clock: () => new Date(),
    logger: { error: console.error, warn: console.warn },
    metrics: { addMetric: () => undefined, publishStoredMetrics: () => undefined },
  });
  const get = (accepted: AcceptedFormat) =>
    invokeStreaming(
      handler,
      functionUrlEvent(`/${HASH}/photo/public`, { headers: { 'x-image-format': accepted } }),
    );
  const forget = () => {
    for (const key of objects.objects.keys()) if (key.startsWith('derived/')) objects.objects.delete(key);
  };
  return { get, forget };
};

const compare = async (photo: Buffer, { accepted, alone }: Subject): Promise<number> => {
  const { get, forget } = await createWorld(photo);
  const times = { alone: [] as number[], miss: [] as number[], hit: [] as number[] };
  // Taking turns, so that whatever else the machine does slows both.
  for (let round = 0; round <= ROUNDS; round += 1) {
    forget();
    const [aloneMs, missMs, hitMs] = [
      await timed(() => alone(photo)),
      await timed(() => get(accepted)),
      await timed(() => get(accepted)),
    ];
    if (round === 0) continue;
    times.alone.push(aloneMs);
    times.miss.push(missMs);
    times.hit.push(hitMs);
  }
  const ratio = median(times.miss.map((missMs, index) => missMs / (times.alone[index] ?? missMs)));
  const ms = (values: readonly number[]) => `${median(values).toFixed(1)} ms`;
  console.log(
    `${accepted.padEnd(9)} sharp alone ${ms(times.alone)}, miss ${ms(times.miss)} (ratio ${ratio.toFixed(3)}), hit ${ms(times.hit)}`,
  );
  return ratio;
};

/** A Gaussian's work grows with its radius; what viewers can ask for must not. */
const compareBlur = async (photo: Buffer): Promise<number> => {
  const ratios: number[] = [];
  for (let round = 0; round < BLUR_ROUNDS; round += 1) {
    const sharpMs = await timed(() => render(photo, 'blur=0'));
    ratios.push((await timed(() => render(photo, 'blur=250'))) / sharpMs);
  }
  const ratio = median(ratios);
  console.log(`blur=250  beside the picture without it: ratio ${ratio.toFixed(3)}`);
  return ratio;
};

const main = async (): Promise<void> => {
  const photo = await takePhoto();
  console.log(
    `4000 × 3000 JPEG of ${(photo.length / 1e6).toFixed(1)} MB to 1024 × 768, median of ${ROUNDS} rounds`,
  );
  const ratios: number[] = [];
  for (const subject of SUBJECTS) ratios.push(await compare(photo, subject));
  printColdImport('deliver', {
    TABLE_NAME: 'table',
    IMAGES_BUCKET: 'bucket',
  });
  holdTo(MAX_RATIO, ratios);
  holdTo(MAX_BLUR_RATIO, [await compareBlur(photo)]);
};

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
