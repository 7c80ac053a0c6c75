import { Busboy, type BusboyFileStream, type BusboyInstance } from '@fastify/busboy';
import type { S3Request } from '../http/s3-request';
import { invalidArgument, S3Error } from '../s3-error';

/** S3's limit on everything that comes before the file. */
const MAX_FIELDS_BYTES = 20 * 1024;
const MAX_FIELDS = 256;

/** A POST form up to its file. */
export interface PostForm {
  /** Names in lower case: S3 compares them without case. */
  readonly fields: ReadonlyMap<string, string>;
  /** What the browser calls the file, without folders; empty when it says nothing. */
  readonly filename: string;
  /** The file's bytes. Ends only if the rest of the form is well-formed; keep nothing before that. */
  readonly chunks: AsyncIterable<Buffer>;
}

const malformed = (): S3Error =>
  new S3Error(
    'MalformedPOSTRequest',
    'The body of your POST request is not well-formed multipart/form-data.',
  );

const oneFile = (count: string): S3Error =>
  invalidArgument('POST requires exactly one file upload per request.', 'file', count);

const openParser = (contentType: string): BusboyInstance => {
  if (!/^multipart\/form-data\b/i.test(contentType)) {
    throw new S3Error('PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
      details: { Condition: 'Bucket POST must be of the enclosure-type multipart/form-data' },
    });
  }
  try {
    return new Busboy({
      headers: { 'content-type': contentType },
      // S3's file is the part of that name, whatever it looks like; any other part is a field.
      isPartAFile: (name) => name?.toLowerCase() === 'file',
      preservePath: true,
      limits: { files: 1, fields: MAX_FIELDS, fieldSize: MAX_FIELDS_BYTES },
    });
  } catch {
    throw malformed();
  }
};

const fieldsTooLarge = (): S3Error =>
  new S3Error(
    'MaxPostPreDataLengthExceededError',
    'Your POST request fields preceding the upload file were too large.',
    { details: { MaxPostPreDataLengthExceeded: String(MAX_FIELDS_BYTES) } },
  );

/** The fields before the file. */
class FormFields {
  readonly values = new Map<string, string>();
  #bytes = 0;

  /** @throws S3Error `MalformedPOSTRequest`, `MaxPostPreDataLengthExceededError`, `InvalidArgument`. */
  add(name: string | undefined, value: string): void {
    if (!name) throw malformed();
    this.#bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    if (this.#bytes > MAX_FIELDS_BYTES) throw fieldsTooLarge();
    // Of two values the policy could be held against one and the object made with the other.
    if (this.values.has(name.toLowerCase()))
      throw invalidArgument('A form field was given twice', name, value);
    this.values.set(name.toLowerCase(), value);
  }
}

/** A promise to be settled from outside; failing after it has succeeded, or twice, changes nothing. */
class Outcome<T> {
  resolve: (value: T) => void = () => undefined;
  reject: (error: unknown) => void = () => undefined;
  readonly promise = new Promise<T>((resolve, reject) => {
    this.resolve = resolve;
    this.reject = reject;
  });
}

async function* fileChunks(file: BusboyFileStream, ended: Promise<void>): AsyncGenerator<Buffer> {
  yield* file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
  await ended;
}

const lastPathSegment = (filename: string): string =>
  filename.slice(Math.max(filename.lastIndexOf('/'), filename.lastIndexOf('\\')) + 1);

/**
 * Reads a form up to its file; the file is then read by whoever takes it. Fields after the file are ignored, as
 * S3 does.
 * @throws S3Error `PreconditionFailed` (not a form), `MalformedPOSTRequest`, `MaxPostPreDataLengthExceededError`,
 * `InvalidArgument` (no file, a second one, a field twice).
 */
export const readPostForm = async (request: S3Request): Promise<PostForm> => {
  const { message } = request;
  const parser = openParser(request.headers.get('content-type') ?? '');
  const fields = new FormFields();
  const form = new Outcome<PostForm>();
  const end = new Outcome<void>();
  const fail = (error: unknown): void => {
    form.reject(error);
    end.reject(error);
  };
  parser.on('field', (name, value, _nameTruncated, valueTruncated) => {
    if (file !== undefined) return;
    try {
      if (valueTruncated) throw fieldsTooLarge();
      fields.add(name, value);
    } catch (error) {
      fail(error);
    }
  });
  let file: BusboyFileStream | undefined;
  parser.on('file', (_name, stream, filename: string | undefined) => {
    file = stream;
    // Whoever reads the file learns of a failure; when nobody does, it must not end the process.
    stream.on('error', () => undefined);
    end.promise.catch((error) => stream.destroy(error));
    const chunks = fileChunks(stream, end.promise);
    form.resolve({ fields: fields.values, filename: lastPathSegment(filename ?? ''), chunks });
  });
  parser.on('error', () => fail(malformed()));
  parser.once('filesLimit', () => fail(oneFile('2')));
  parser.once('fieldsLimit', () => fail(fieldsTooLarge()));
  parser.once('finish', () => {
    form.reject(oneFile('0'));
    end.resolve();
  });
  message.once('error', fail);
  end.promise.catch(() => undefined);
  request.acceptBody();
  message.pipe(parser);
  return form.promise;
};
