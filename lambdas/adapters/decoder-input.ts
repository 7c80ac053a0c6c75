import type { ImageFormat } from '../core/image';
import { assertItemsFit } from './heif-items';
import { heifWithoutTracks } from './heif-without-tracks';
import { pngWithoutText } from './png-without-text';

/**
 * Security invariant: what of a raster file its decoder gets to see, at ingest and, whenever it was published, at
 * delivery. Decoders unpack all metadata, and films beside a picture, as soon as they are asked for anything, and
 * these can be made to unpack a thousandfold; pixels are judged by their number elsewhere.
 * @throws DomainError `undecodable`
 */
export const decoderInput = (body: Buffer, format: ImageFormat): Buffer => {
  if (format === 'png') return pngWithoutText(body);
  if (format !== 'avif' && format !== 'heic') return body;
  assertItemsFit(body);
  return heifWithoutTracks(body);
};
