import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { SharpImageInspector } from '../lambdas/adapters/sharp-image-inspector';

/**
 * Peak memory and time of ingest's check, for the largest files that are accepted: `npm run bench -- ingest-memory`.
 * Each file is checked in a process of its own, which holds the file once, as the function does.
 */

const MEGABYTE = 1024 * 1024;
/** The bound that is promised for a 25 MB, 100-megapixel file. */
const MAX_RSS_MEGABYTES = 600;
const SIDE = 10_000;

interface Subject {
  readonly name: string;
  readonly make: () => Sharp;
  /** Files whose decoder must hold the whole picture are measured, not bounded. */
  readonly bounded: boolean;
}

/** Grain, enlarged, so that 100 megapixels compress to some 25 MB as photographs do. */
const picture = (side = SIDE): Sharp =>
  sharp({
    create: {
      width: 2500,
      height: 2500,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
    limitInputPixels: false,
  })
    .png()
    .resize(side, side, { kernel: 'cubic' });

const SUBJECTS: readonly Subject[] = [
  { name: 'baseline.jpg', bounded: true, make: () => picture().jpeg({ quality: 82 }) },
  { name: 'progressive.jpg', bounded: true, make: () => picture().jpeg({ quality: 82, progressive: true }) },
  {
    name: 'palette.png',
    bounded: true,
    make: () => picture().png({ palette: true, colours: 4, dither: 0, effort: 1 }),
  },
  { name: 'lossy.webp', bounded: true, make: () => picture().webp({ quality: 60, effort: 0 }) },
  {
    name: 'progressive-444.jpg',
    bounded: false,
    make: () => picture().jpeg({ quality: 70, progressive: true, chromaSubsampling: '4:4:4' }),
  },
  { name: 'still.avif', bounded: false, make: () => picture(5000).avif({ quality: 40, effort: 0 }) },
];

/** In the child: checks one file and prints `{milliseconds, rssMegabytes}`. */
const checkOne = async (file: string): Promise<void> => {
  const body = readFileSync(file);
  const startedAtMs = performance.now();
  await new SharpImageInspector().inspect(body);
  const milliseconds = Math.round(performance.now() - startedAtMs);
  process.stdout.write(
    JSON.stringify({ milliseconds, rssMegabytes: Math.round(process.resourceUsage().maxRSS / 1024) }),
  );
};

const measure = async ({ name, make, bounded }: Subject, folder: string): Promise<boolean> => {
  const file = path.join(folder, name);
  writeFileSync(file, await make().toBuffer());
  const answer = execFileSync(process.execPath, ['--import', 'tsx', __filename, file], { encoding: 'utf8' });
  const { milliseconds, rssMegabytes } = JSON.parse(answer);
  const size = `${(statSync(file).size / MEGABYTE).toFixed(1)} MB`;
  const failed = bounded && rssMegabytes > MAX_RSS_MEGABYTES;
  process.stdout.write(
    `${name.padEnd(22)} ${size.padStart(8)} ${String(milliseconds).padStart(6)} ms ${String(rssMegabytes).padStart(5)} MB RSS${failed ? '  TOO MUCH' : ''}\n`,
  );
  return !failed;
};

const main = async (): Promise<void> => {
  const [file] = process.argv.slice(2);
  if (file) return checkOne(file);
  sharp.cache(false);
  const folder = mkdtempSync(path.join(tmpdir(), 'ingest-memory-'));
  try {
    const results: boolean[] = [];
    for (const subject of SUBJECTS) results.push(await measure(subject, folder));
    if (results.includes(false)) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
};

void main();
