import { Busboy } from '@fastify/busboy';
import { invalidRequest, malformedMultipart } from '../core/errors';
import type { FileExtractor, UploadedFile } from '../core/ports';

/** Contract 4.1: the field an upload URL takes the file from. */
const FILE_FIELD = 'file';

/** A browser's part headers are a few hundred bytes; more is an attempt to make the parser work. */
const LIMITS = { files: 1, fields: 0, parts: 100, headerPairs: 20, headerSize: 8 * 1024 };

const noFile = () => invalidRequest('file: a multipart upload needs a part with this name');

const tooManyParts = () => invalidRequest(`The multipart body has more than ${LIMITS.parts} parts`);

const createParser = (contentType: string, maxPartBytes: number) => {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: LIMITS,
      // Busboy pauses at a part that is larger than this until somebody reads it. One that it skips itself is read too
      // late when the whole body is there at once: it would wait for ever, without an error.
      fileHwm: maxPartBytes,
      // Without this a part that carries no file name would be decoded as text, which destroys an image.
      isPartAFile: (fieldName) => fieldName === FILE_FIELD,
    });
  } catch (cause) {
    throw malformedMultipart(cause);
  }
};

/** The first part named `file`; every other part is skipped unread (contract 4.1). */
const extractPart = (body: Buffer, contentType: string): Promise<UploadedFile> =>
  new Promise((resolve, reject) => {
    const parser = createParser(contentType, body.length + 1);
    const fail = (cause: unknown) => reject(malformedMultipart(cause));
    let found: { readonly filename: string | undefined; readonly chunks: Buffer[] } | undefined;

    parser.on('file', (_field, stream, filename: string | undefined) => {
      const chunks: Buffer[] = [];
      found = { filename, chunks };
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', fail);
    });
    parser.on('partsLimit', () => reject(tooManyParts()));
    parser.on('error', fail);
    parser.on('finish', () => {
      if (!found) return reject(noFile());
      const { chunks, filename } = found;
      const [only = Buffer.alloc(0), ...more] = chunks;
      resolve({ body: more.length > 0 ? Buffer.concat(chunks) : only, ...(filename ? { filename } : {}) });
    });
    parser.end(body);
  });

/** Takes the file out of a multipart body with busboy; any other body is the file itself, whatever it claims to be. */
export class BusboyFileExtractor implements FileExtractor {
  async extract(upload: UploadedFile & { readonly contentType: string }): Promise<UploadedFile> {
    if (!/^multipart\//i.test(upload.contentType.trim())) return upload;
    return await extractPart(upload.body, upload.contentType.trim());
  }
}
