import { readError, UploadError } from './upload-error.js';

/** The gateway behind `uploadURL` takes 10 MiB for the whole request; the rest is room for the multipart framing. */
const FORM_LIMIT_BYTES = 10 * 1024 * 1024 - 16 * 1024;

/** The form that `uploadURL` takes: the file, nothing else. */
const plainForm = (link, file) => {
  const body = new FormData();
  body.append('file', file);
  return { url: link.uploadURL, body };
};

/** The form that S3 takes: its policy's fields first, the file last. */
const presignedForm = (link, file) => {
  const body = new FormData();
  const fields = {
    ...link.upload.fields,
    ...(file.type.startsWith('image/') && { 'Content-Type': file.type }),
  };
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', file);
  return { url: link.upload.url, body };
};

/**
 * Sends the file to where the link says, from the browser to storage; files over the form's limit go by the
 * presigned POST that came with the link. XHR, because `fetch` cannot report upload progress.
 * @param {{ uploadURL: string, upload: { url: string, fields: Record<string, string>, maxBytes: number } }} link
 * @param {File} file
 * @param {(sentFraction: number) => void} onProgress
 * @returns {Promise<void>} resolves when storage has acknowledged the file
 * @throws {UploadError}
 */
export const sendFile = (link, file, onProgress) =>
  new Promise((resolve, reject) => {
    if (file.size > link.upload.maxBytes) {
      const megabytes = Math.floor(link.upload.maxBytes / 1024 / 1024);
      reject(new UploadError(`The file is too large: at most ${megabytes} MB are accepted`));
      return;
    }
    const { url, body } = file.size > FORM_LIMIT_BYTES ? presignedForm(link, file) : plainForm(link, file);
    const request = new XMLHttpRequest();
    request.open('POST', url);
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      if (request.status >= 200 && request.status < 300) resolve();
      else reject(readError(request.status, request.responseText));
    });
    request.addEventListener('error', () => reject(new UploadError('The upload was interrupted')));
    request.send(body);
  });
