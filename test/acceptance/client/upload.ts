import { type Answer, readAnswer } from './answer';
import type { Image, PresignedPost } from './images';

/** A file as a browser would hold it. */
export interface UploadFile {
  readonly bytes: Buffer;
  readonly name?: string;
  readonly type?: string;
}

const toFile = ({ bytes, name = 'photo.jpg', type = 'image/jpeg' }: UploadFile): File =>
  new File([new Uint8Array(bytes)], name, { type });

/** Posts the file to a one-time URL in a form with the one field `file`. */
export const postForm = async (
  url: string,
  file: UploadFile,
  headers: Record<string, string> = {},
): Promise<Answer<Image>> => {
  const form = new FormData();
  form.append('file', toFile(file));
  return readAnswer<Image>(await fetch(url, { method: 'POST', body: form, headers }));
};

/** Sends a body as it is to a one-time URL. */
export const sendBody = async (
  url: string,
  method: string,
  body: Buffer,
  contentType: string,
): Promise<Answer<Image>> =>
  readAnswer<Image>(
    await fetch(url, { method, body: new Uint8Array(body), headers: { 'content-type': contentType } }),
  );

/** Posts the file by the presigned POST, with other fields in place of the signed ones if told. */
export const postPresigned = async (
  post: PresignedPost,
  file: UploadFile,
  fields: Record<string, string> = post.fields,
): Promise<Answer> => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append('file', toFile(file));
  return readAnswer(await fetch(post.url, { method: post.method, body: form }));
};

const BOUNDARY = 'acceptance-boundary-7MA4YWxkTrZu0gW';

/** The content type of `multipartBody`. */
export const MULTIPART_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** A multipart body written by hand, for forms that `FormData` cannot express. */
export const multipartBody = (parts: readonly { headers: string; content: Buffer | string }[]): Buffer =>
  Buffer.concat([
    ...parts.flatMap(({ headers, content }) => [
      Buffer.from(`--${BOUNDARY}\r\n${headers}\r\n\r\n`),
      Buffer.from(content),
      Buffer.from('\r\n'),
    ]),
    Buffer.from(`--${BOUNDARY}--\r\n`),
  ]);
