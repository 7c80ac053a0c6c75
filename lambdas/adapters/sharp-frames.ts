import type { Sharp } from 'sharp';
import { hasEffects } from './sharp-effects';
import type { Finished, Playback } from './sharp-encode';
import { type Rendering, renderPicture } from './sharp-picture';
import { rawImage, type SharpSource } from './sharp-source';

const CHANNELS = 4;

/**
 * True when an animation is encoded anew and not changed otherwise. sharp works on all frames as one tall image, and
 * nearly everything else would mix them up: scaling and a blur reach into the next frame, a vertical flip reverses the
 * film, and rotations are refused.
 */
export const isUnchanged = ({ size }: SharpSource, { transform, shape }: Rendering): boolean => {
  const { cut, flip, rotate, plan } = shape;
  const isReshaped = cut !== undefined || flip !== undefined || rotate !== undefined;
  const isResized = plan.output.width !== size.width || plan.output.height !== size.height;
  return !isReshaped && !isResized && !hasEffects(transform) && transform.background === undefined;
};

const playbackOf = ({ delay, loop }: SharpSource): Playback => ({
  ...(delay ? { delay: [...delay] } : {}),
  ...(loop === undefined ? {} : { loop }),
});

/**
 * Renders an animation frame by frame and joins the frames again. What is in memory is bounded by
 * `MAX_ANIMATION_PIXELS` for the original and by `planFit` for the output.
 */
export const renderFrames = async (source: SharpSource, rendering: Rendering): Promise<Finished> => {
  const film = await source.image.ensureAlpha().raw().toBuffer();
  const frameBytes = source.size.width * source.size.height * CHANNELS;
  const frame = (index: number): Sharp =>
    rawImage(film.subarray(index * frameBytes, (index + 1) * frameBytes), source.size, CHANNELS);
  const { output } = rendering.shape.plan;
  const outputBytes = output.width * output.height * CHANNELS;
  const rendered = Buffer.alloc(source.frames * outputBytes);
  for (let index = 0; index < source.frames; index += 1) {
    const picture = await renderPicture(
      { image: frame(index), hasAlpha: source.hasAlpha, isGrey: false },
      rendering,
    );
    const pixels = await picture.ensureAlpha().raw().toBuffer();
    pixels.copy(rendered, index * outputBytes);
  }
  const image = rawImage(rendered, output, CHANNELS, source.frames);
  return { image, size: output, playback: playbackOf(source) };
};
