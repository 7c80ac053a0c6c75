import { undecodable } from '../core/errors';

const IMAGE_DESCRIPTOR = 0x2c;
const EXTENSION = 0x21;
const TRAILER = 0x3b;

const HEADER_BYTES = 13;
const DESCRIPTOR_BYTES = 10;

/** Bytes of the colour table that a packed field announces. */
const colourTableBytes = (packed: number): number => ((packed & 0x80) === 0 ? 0 : 3 << ((packed & 0x07) + 1));

/** What a GIF's blocks say. */
export interface GifStructure {
  readonly width: number;
  readonly height: number;
  readonly frames: number;
}

/**
 * Walks the blocks of a GIF (GIF89a specification) without decoding a pixel. The decoder behind sharp shows what it has
 * of a GIF that ends early, as browsers do; a file that ends before its trailer was cut off on the way, and its owner
 * should hear of it.
 * @throws DomainError `undecodable` when the file ends before its trailer or holds something that is no block
 */
export const readGifStructure = (body: Buffer): GifStructure => {
  const byteAt = (position: number): number => {
    const byte = body[position];
    if (byte === undefined) throw undecodable('the GIF ends before its end marker');
    return byte;
  };
  const skipSubBlocks = (start: number): number => {
    let position = start;
    for (let size = byteAt(position); size > 0; size = byteAt(position)) position += size + 1;
    return position + 1;
  };
  byteAt(HEADER_BYTES);
  let frames = 0;
  let position = HEADER_BYTES + colourTableBytes(byteAt(10));
  for (let block = byteAt(position); block !== TRAILER; block = byteAt(position)) {
    if (block === EXTENSION) position = skipSubBlocks(position + 2);
    else if (block === IMAGE_DESCRIPTOR) {
      frames += 1;
      // After descriptor and table comes one byte, the code size, then the picture's data.
      position = skipSubBlocks(position + DESCRIPTOR_BYTES + colourTableBytes(byteAt(position + 9)) + 1);
    } else throw undecodable('the GIF holds an unknown block');
  }
  return { width: body.readUInt16LE(6), height: body.readUInt16LE(8), frames };
};
