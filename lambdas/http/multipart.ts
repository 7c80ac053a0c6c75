import { Busboy } from '@fastify/busboy';
import { invalidRequest, malformedMultipart } from '../core/errors';
import type { FormField } from '../core/metadata-fields';
import type { FormFile, RequestBody } from './request-body';

/** More than any client needs and little enough to bound the work. Sizes in bytes. */
const LIMITS = { fields: 1000, files: 10, fieldSize: 64 * 1024, headerPairs: 20, headerSize: 8 * 1024 };
/** Busboy has no limit of its own for these; metadata keys are part of them. */
const MAX_NAME_CHARACTERS = 2048;

const createParser = (contentType: string, maxPartBytes: number) => {
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      limits: LIMITS,
      // See adapters/busboy-file-extractor.ts: parts that busboy skips would make it wait for ever.
      fileHwm: maxPartBytes,
      isPartAFile: (field) => field === 'file',
    });
  } catch (cause) {
    throw malformedMultipart(cause);
  }
};

/**
 * Reads a multipart form (RFC 7578). A part named `file` is a file even without a file name (contract 1.2, Python), every
 * other one a field even with one: a Blob in a browser's FormData always has. A form of no parts at all is empty (contract 0.2).
 * @throws DomainError `invalid-request` when it is malformed or incomplete, or has too many, too long or nameless fields.
 */
export const parseMultipart = (body: Buffer, contentType: string): Promise<RequestBody> =>
  new Promise((resolve, reject) => {
    const parser = createParser(contentType, body.length + 1);
    const fields: FormField[] = [];
    const files: FormFile[] = [];
    const fail = (cause: unknown) => reject(malformedMultipart(cause));
    const tooMany = () => reject(invalidRequest('The form has too many fields or files'));

    // Busboy's types do not say that a part may have no name.
    parser.on('field', (name: string | undefined, value, _nameTruncated, valueTruncated) => {
      if (name === undefined) return reject(invalidRequest('The form has a field without a name'));
      if (name.length > MAX_NAME_CHARACTERS)
        reject(invalidRequest('The form has a field whose name is too long'));
      if (valueTruncated) {
        reject(
          invalidRequest(
            `${name}: a field may hold at most ${LIMITS.fieldSize} bytes; a file belongs in the field "file"`,
          ),
        );
      }
      fields.push([name, value]);
    });
    parser.on('file', (_field, stream, filename: string | undefined) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('error', fail);
      stream.on('end', () => files.push({ ...(filename ? { filename } : {}), body: Buffer.concat(chunks) }));
    });
    parser.on('fieldsLimit', tooMany);
    parser.on('filesLimit', tooMany);
    parser.on('error', fail);
    parser.on('finish', () => resolve({ kind: 'form', fields, files }));
    parser.end(body);
  });
