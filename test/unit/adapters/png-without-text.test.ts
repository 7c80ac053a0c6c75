import { deflateSync } from 'node:zlib';
import { pngWithoutText } from '../../../lambdas/adapters/png-without-text';
import { oneBitPng, pngChunk } from '../../support/files/one-bit-png';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const PIXELS = pngChunk('IDAT', deflateSync(Buffer.alloc(16)));
const pngOf = (...chunks: readonly Buffer[]) => oneBitPng(8, 8, ...chunks);
const XMP = pngChunk('iTXt', latin1('XML:com.adobe.xmp\0\0\0\0\0<x:xmpmeta/>'));

describe('a PNG without its text', () => {
  it.each([
    ['text', pngChunk('tEXt', latin1('Comment\0hello'))],
    [
      'compressed text',
      pngChunk('zTXt', Buffer.concat([latin1('Comment\0\0'), deflateSync(Buffer.alloc(100))])),
    ],
    ['international text', pngChunk('iTXt', latin1('Comment\0\0\0\0\0hello'))],
    [
      'XMP that is compressed where it should not be',
      pngChunk('iTXt', latin1('XML:com.adobe.xmp\0\x01\0\0\0x')),
    ],
    ['frames of an animation', pngChunk('fdAT', Buffer.alloc(100))],
    ['a chunk that nobody knows', pngChunk('prVt', Buffer.alloc(0))],
  ])('has lost %s', (_case, chunk) => {
    const png = pngOf(chunk, chunk, PIXELS, chunk);

    expect(pngWithoutText(png)).toEqual(pngOf(PIXELS));
  });

  it('keeps what says how the picture looks, and XMP as it is written', () => {
    const png = pngOf(
      pngChunk('gAMA', Buffer.alloc(4)),
      pngChunk('eXIf', latin1('II*\0')),
      XMP,
      PIXELS,
      PIXELS,
    );

    expect(pngWithoutText(png)).toEqual(png);
  });

  it('keeps XMP as sharp writes it, up to a megabyte', () => {
    const chunk = (bytes: number) =>
      pngChunk('zTXt', Buffer.concat([latin1('XML:com.adobe.xmp\0\0'), deflateSync(Buffer.alloc(bytes))]));

    expect(pngWithoutText(pngOf(chunk(1_000_000), PIXELS))).toEqual(pngOf(chunk(1_000_000), PIXELS));
    expect(pngWithoutText(pngOf(chunk(1_000_001), PIXELS))).toEqual(pngOf(PIXELS));
  });

  it('keeps the first of what belongs into a file once', () => {
    const profile = pngChunk('iCCP', latin1('p\0\0x'));

    expect(pngWithoutText(pngOf(profile, XMP, profile, XMP, XMP, PIXELS))).toEqual(
      pngOf(profile, XMP, PIXELS),
    );
  });

  it.each([
    ['in the middle of a chunk', pngOf(PIXELS).subarray(0, -20)],
    [
      'in the middle of a chunk that goes',
      Buffer.concat([pngOf(PIXELS).subarray(0, -12), XMP.subarray(0, 11)]),
    ],
    ['after its signature', pngOf().subarray(0, 8)],
    ['within its signature', pngOf().subarray(0, 4)],
    ['with a chunk longer than any file', Buffer.concat([pngOf(), Buffer.alloc(8, 0xff), latin1('IDAT')])],
    ['with bytes behind its end', Buffer.concat([pngOf(PIXELS), Buffer.from('film')])],
  ])('stays as it is where it ends %s', (_case, png) => {
    expect(pngWithoutText(png)).toEqual(png);
  });
});
