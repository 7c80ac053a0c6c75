import type { Sharp } from 'sharp';
import type { Size } from '../core/delivery/fit-plan';
import type { Transform } from '../core/delivery/transform';
import { applyEffects } from './sharp-effects';
import type { Finished, Playback } from './sharp-encode';
import { findBorder, shapeImage } from './sharp-geometry';
import { rawImage, type SharpSource } from './sharp-source';

const CHANNELS = 4;

/**
 * sharp works on all frames as one tall image, which these operations would mix up: a blur reaches into the next
 * frame, a vertical flip reverses the film, and rotations and border searches are refused.
 */
export const mustRenderFrames = ({ blur, flip, rotate, trim }: Transform): boolean =>
  blur !== undefined || flip !== undefined || rotate !== undefined || trim?.kind === 'border';

const renderFrame = async (image: Sharp, source: SharpSource, transform: Transform) => {
  const shaped = await shapeImage({ image, size: source.size }, transform, source.frames);
  const finished = (await applyEffects(shaped, transform, true)).ensureAlpha();
  return { pixels: await finished.raw().toBuffer(), size: shaped.size };
};

/** All frames must end up of one size, so the first one's border is taken for everyone's. */
const withBoxedTrim = async (firstFrame: Sharp, size: Size, transform: Transform): Promise<Transform> =>
  transform.trim?.kind === 'border'
    ? { ...transform, trim: await findBorder({ image: firstFrame, size }) }
    : transform;

const playbackOf = ({ delay, loop }: SharpSource): Playback => ({
  ...(delay ? { delay: [...delay] } : {}),
  ...(loop === undefined ? {} : { loop }),
});

/**
 * Renders an animation frame by frame and joins the frames again. What is in memory is bounded by
 * `MAX_ANIMATION_PIXELS` for the original and by `planFit` for the output.
 */
export const renderFrames = async (source: SharpSource, transform: Transform): Promise<Finished> => {
  const film = await source.image.ensureAlpha().raw().toBuffer();
  const { width, height } = source.size;
  const frameBytes = width * height * CHANNELS;
  const frame = (index: number): Sharp =>
    rawImage(film.subarray(index * frameBytes, (index + 1) * frameBytes), source.size, CHANNELS);
  const boxed = await withBoxedTrim(frame(0), source.size, transform);
  const rendered: Buffer[] = [];
  let size = source.size;
  for (let index = 0; index < source.frames; index += 1) {
    const { pixels, size: outputSize } = await renderFrame(frame(index), source, boxed);
    rendered.push(pixels);
    size = outputSize;
  }
  return {
    image: rawImage(Buffer.concat(rendered), size, CHANNELS, rendered.length),
    size,
    playback: playbackOf(source),
  };
};
