const FIRST_CHUNK = 12;
const CHUNK_HEADER_BYTES = 8;

/**
 * Frames of a WebP, by the heads of its chunks alone (RFC 9649, 2.3 and 2.7.1.1); 0 when it is no animation. The library behind
 * sharp goes through all frames for each of them, which takes minutes for the hundreds of thousands that fit into a file.
 */
export const countWebpFrames = (body: Buffer): number => {
  const end = Math.min(body.readUInt32LE(4) + CHUNK_HEADER_BYTES, body.length);
  let frames = 0;
  let position = FIRST_CHUNK;
  while (position + CHUNK_HEADER_BYTES <= end) {
    if (body.toString('latin1', position, position + 4) === 'ANMF') frames += 1;
    const size = body.readUInt32LE(position + 4);
    // Chunks start at even places.
    position += CHUNK_HEADER_BYTES + size + (size % 2);
  }
  return frames;
};
