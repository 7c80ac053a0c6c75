import type { Sharp } from 'sharp';
import { DeliveryError, renderingFailed } from '../core/delivery/delivery-error';
import type { Derivative, Renderer } from '../core/delivery/delivery-ports';
import { exifCopyright } from '../core/delivery/exif-copyright';
import {
  type AcceptedFormat,
  isAnimated,
  type OutputFormat,
  outputFormat,
} from '../core/delivery/output-format';
import { planShape, type Shape } from '../core/delivery/shape';
import type { Transform } from '../core/delivery/transform';
import type { ImageFile } from '../core/image';
import { renderWithin } from './render-time';
import { type Encoder, encode, mediaType } from './sharp-encode';
import { isUnchanged, renderFrames } from './sharp-frames';
import { resolveTrim, settleCrop } from './sharp-geometry';
import { isSeenThrough, paperOf } from './sharp-paper';
import { type Rendering, renderPicture } from './sharp-picture';
import { type DecodeHeif, openSource, type SharpSource } from './sharp-source';

/**
 * By default sharp writes no metadata at all, and colours are converted to sRGB either way. EXIF that is kept has its
 * orientation reset, because it has been applied. Frames come apart from a film's metadata: its copyright is put back.
 */
const keepMetadata = (image: Sharp, { exif, frames }: SharpSource, { metadata }: Transform): Sharp => {
  if (metadata === 'keep' && frames === 1) return image.keepExif().keepXmp();
  const copyright = metadata !== 'none' && exif ? exifCopyright(exif) : {};
  return Object.keys(copyright).length > 0 ? image.withExif({ IFD0: { ...copyright } }) : image;
};

/** What a border and the busiest part are is looked up in the first frame. */
const shapeOf = async (source: SharpSource, firstFrame: Sharp, transform: Transform): Promise<Shape> => {
  const { size, frames } = source;
  const trim = await resolveTrim(firstFrame, size, transform.trim);
  const shape = planShape(size, transform, trim, frames);
  return frames > 1 ? await settleCrop(firstFrame, shape) : shape;
};

const encoderOf = (
  format: OutputFormat,
  { hasAlpha }: SharpSource,
  { plan }: Shape,
  { background }: Transform,
): Encoder => {
  if (format !== 'lossless-if-transparent') return format;
  return isSeenThrough(hasAlpha, plan, background) ? 'png' : 'jpeg';
};

/** Longer than any allowed image takes, shorter than the function's own timeout. */
const TIMEOUT_SECONDS = 45;

/** Renders derivatives with sharp; HEIC is decoded by `decodeHeif` first. */
export class SharpRenderer implements Renderer {
  constructor(
    private readonly decodeHeif: DecodeHeif,
    private readonly timeoutSeconds = TIMEOUT_SECONDS,
  ) {}

  async render(
    original: Buffer,
    file: ImageFile,
    transform: Transform,
    accepted: AcceptedFormat,
  ): Promise<Derivative> {
    try {
      return await renderWithin(this.timeoutSeconds, () => this.#render(original, file, transform, accepted));
    } catch (error) {
      throw error instanceof DeliveryError ? error : renderingFailed({ cause: error });
    }
  }

  async #render(
    original: Buffer,
    file: ImageFile,
    transform: Transform,
    accepted: AcceptedFormat,
  ): Promise<Derivative> {
    const source = await openSource(original, file, isAnimated(file, transform), this.decodeHeif);
    const isFilm = source.frames > 1;
    const firstFrame = isFilm ? await openSource(original, file, false, this.decodeHeif) : source;
    const shape = await shapeOf(source, firstFrame.image, transform);
    const format = outputFormat(file, transform, accepted, shape.plan.output);
    const encoder = encoderOf(format, source, shape, transform);
    const rendering: Rendering = { transform, shape, paper: paperOf(transform, encoder) };
    const finished =
      isFilm && !isUnchanged(source, rendering)
        ? await renderFrames(source, rendering)
        : { image: await renderPicture(source, rendering), size: shape.plan.output };
    const image = keepMetadata(finished.image, source, transform);
    const body = await encode({ ...finished, image }, encoder, transform).toBuffer();
    return { body, contentType: mediaType(encoder) };
  }
}
