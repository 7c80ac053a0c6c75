import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { SharpImageInspector } from '../../../lambdas/adapters/sharp-image-inspector';
import { SharpRenderer } from '../../../lambdas/adapters/sharp-renderer';
import { parseTransformOptions } from '../../../lambdas/core/delivery/transform-options';
import { oneBitPng, pngChunk } from '../../support/files/one-bit-png';

// Watches what is decoded: a test that lets a bomb go off would need gigabytes to fail.
jest.mock('sharp', () => {
  const actual = jest.requireActual<typeof sharp>('sharp');
  return Object.assign(jest.fn(actual), actual);
});

/** A PNG in which a compressed text of eight megabytes is said a few times over. */
const chattyPng = (): Buffer => {
  const text = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(8_000_000))]);
  const pixels = pngChunk('IDAT', deflateSync(Buffer.alloc(16)));
  return oneBitPng(8, 8, pngChunk('zTXt', text), pixels, pngChunk('zTXt', text));
};

const decoded = (): Buffer[] =>
  jest
    .mocked(sharp)
    .mock.calls.map(([input]) => input)
    .filter((input) => Buffer.isBuffer(input));

const inspector = new SharpImageInspector();
const renderer = new SharpRenderer(() => Promise.reject(new Error('no HEIC here')));

describe('the text of a PNG', () => {
  beforeEach(() => void jest.mocked(sharp).mockClear());

  it('is published as it is and never decoded by ingest', async () => {
    const body = chattyPng();

    const result = await inspector.inspect(body);

    expect(result).toMatchObject({ body, file: { width: 8, height: 8, bytes: body.length } });
    expect(decoded().length).toBeGreaterThan(0);
    expect(decoded().filter((input) => input.includes('zTXt'))).toEqual([]);
  });

  it('is never decoded by delivery, whenever it was published', async () => {
    const file = {
      format: 'png',
      contentType: 'image/png',
      width: 8,
      height: 8,
      frames: 1,
      bytes: 1,
      sha256: '',
    } as const;

    const { contentType } = await renderer.render(
      chattyPng(),
      file,
      parseTransformOptions('w=4,metadata=keep'),
      'original',
    );

    expect(contentType).toBe('image/png');
    expect(decoded().length).toBeGreaterThan(0);
    expect(decoded().filter((input) => input.includes('zTXt'))).toEqual([]);
  });
});
