import sharp, { type Metadata } from 'sharp';
import type { Caller } from './deployment';
import { type Image, mint, published } from './images';
import { postForm, type UploadFile } from './upload';

/** What a delivery URL answered. */
export interface Delivered {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  /** The body as text, for errors and SVG. */
  readonly text: string;
}

/** Asks for a delivery URL as a browser or a script would. */
export const deliver = async (
  url: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Delivered> => {
  const response = await fetch(url, { method, headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  return { status: response.status, headers: response.headers, bytes, text: bytes.toString('utf8') };
};

/** What a picture is, by its bytes; `pages` tells the frames of an animation. */
export const inspect = (delivered: Delivered): Promise<Metadata> =>
  sharp(delivered.bytes, { animated: true }).metadata();

/** Mints with the fields, uploads the file, waits for the image. */
export const publish = async (
  file: UploadFile,
  fields: Record<string, string> = {},
  caller?: Caller,
): Promise<Image> => {
  const link = await mint(fields, caller);
  const answer = await postForm(link.uploadURL, file);
  if (answer.status !== 200) throw new Error(`The upload was refused with ${answer.status}: ${answer.text}`);
  return published(link.id, caller);
};

/** The image's delivery URL with another last segment: a variant's name or a list of options. */
export const variantUrl = (image: Image, lastSegment: string): string => {
  const [first = ''] = image.variants;
  return `${first.slice(0, first.lastIndexOf('/'))}/${lastSegment}`;
};
