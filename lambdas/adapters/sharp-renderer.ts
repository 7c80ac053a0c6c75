import type { Sharp } from 'sharp';
import { DeliveryError, renderingFailed } from '../core/delivery/delivery-error';
import type { Derivative, Renderer } from '../core/delivery/delivery-ports';
import { exifCopyright } from '../core/delivery/exif-copyright';
import { type AcceptedFormat, isAnimated, outputFormat } from '../core/delivery/output-format';
import type { Transform } from '../core/delivery/transform';
import type { ImageFile } from '../core/image';
import { applyEffects } from './sharp-effects';
import { type Encoder, encode, type Finished, mediaType } from './sharp-encode';
import { mustRenderFrames, renderFrames } from './sharp-frames';
import { shapeImage } from './sharp-geometry';
import { type DecodeHeif, openSource, type SharpSource } from './sharp-source';

/**
 * By default sharp writes no metadata at all, and colours are converted to sRGB either way. EXIF that is kept has its
 * orientation reset, because it has been applied.
 */
const keepMetadata = (image: Sharp, { exif }: SharpSource, { metadata }: Transform): Sharp => {
  if (metadata === 'keep') return image.keepExif().keepXmp();
  const copyright = metadata === 'copyright' && exif ? exifCopyright(exif) : {};
  return Object.keys(copyright).length > 0 ? image.withExif({ IFD0: { ...copyright } }) : image;
};

const renderWhole = async (source: SharpSource, transform: Transform): Promise<Finished> => {
  const shaped = await shapeImage(source, transform, source.frames);
  return { image: await applyEffects(shaped, transform, source.hasAlpha), size: shaped.size };
};

/** Renders derivatives with sharp; HEIC is decoded by `decodeHeif` first. */
export class SharpRenderer implements Renderer {
  constructor(private readonly decodeHeif: DecodeHeif) {}

  async render(
    original: Buffer,
    file: ImageFile,
    transform: Transform,
    accepted: AcceptedFormat,
  ): Promise<Derivative> {
    try {
      return await this.#render(original, file, transform, accepted);
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
    const finished =
      source.frames > 1 && mustRenderFrames(transform)
        ? await renderFrames(source, transform)
        : await renderWhole(source, transform);
    const format = outputFormat(file, transform, accepted, finished.size);
    const encoder: Encoder =
      format === 'lossless-if-transparent' ? (source.hasAlpha ? 'png' : 'jpeg') : format;
    const image = keepMetadata(finished.image, source, transform);
    const body = await encode({ ...finished, image }, encoder, transform).toBuffer();
    return { body, contentType: mediaType(encoder) };
  }
}
