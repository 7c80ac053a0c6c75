import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { HEIF_WORKER_SOURCE } from '../../../lambdas/adapters/heif-worker-source';
import { gridHeic } from '../../support/heic-container';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'heif-worker-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

/** What the thread answers with a libheif whose decoding is `decodeImage`, in JavaScript. @throws what the thread throws */
const answerWith = async (decodeImage: string): Promise<unknown> => {
  const libheif = path.join(folder, 'libheif.js');
  const original = JSON.stringify(require.resolve('libheif-js/wasm-bundle'));
  writeFileSync(
    libheif,
    `module.exports = Object.assign(require(${original}), { _heif_decode_image: ${decodeImage} })`,
  );
  const workerData = { libheif, body: gridHeic({ columns: 1, rows: 1 }), maxPixels: 1e6, pixels: true };
  const worker = new Worker(HEIF_WORKER_SOURCE, { eval: true, workerData, stdout: true, stderr: true });
  try {
    const [answer] = await once(worker, 'message');
    return answer;
  } finally {
    await worker.terminate();
  }
};

describe('the thread that decodes HEIF', () => {
  it.each([
    ['aborts', 'WebAssembly.RuntimeError'],
    ['gives numbers that are out of range', 'RangeError'],
  ])('blames the file when libheif %s', async (_what, type) => {
    const answer = await answerWith(`() => { throw new ${type}('why') }`);

    expect(answer).toEqual({ refused: 'undecodable', detail: 'why' });
  });

  it('throws when libheif lacks a function, and blames no file for it', async () => {
    await expect(answerWith('undefined')).rejects.toThrow('_heif_decode_image is not a function');
  });
});
