import { S3Error } from '../s3-error';
import { ByteReader } from './byte-reader';
import type { ChunkSignatures } from './chunk-signature';

/** Longest line of the encoding itself: a size and a signature, or a trailer. */
const MAX_LINE_BYTES = 1024;
const MAX_TRAILERS = 8;

const malformed = (): S3Error =>
  new S3Error('InvalidRequest', 'The chunked encoding of the body is malformed.');

/** 400 MalformedTrailerError: other trailers than announced, or none where one was. */
export const malformedTrailer = (): S3Error =>
  new S3Error(
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );

/** How an aws-chunked body is protected. */
export interface AwsChunkedOptions {
  /** Present when chunks are signed. */
  readonly signatures?: ChunkSignatures;
  /** The trailers announced by `x-amz-trailer`, lower case; undefined when the body may have none. */
  readonly expectedTrailers?: readonly string[];
  /** Receives the trailers once they are verified. */
  readonly onTrailers?: (trailers: ReadonlyMap<string, string>) => void;
}

const parseChunkHeader = (line: string): { bytes: number; signature: string | undefined } => {
  const match = /^([0-9a-fA-F]{1,12})(?:;chunk-signature=([0-9a-f]{64}))?$/.exec(line);
  if (!match?.[1]) throw malformed();
  return { bytes: Number.parseInt(match[1], 16), signature: match[2] };
};

const readTrailers = async (reader: ByteReader): Promise<[string, string][]> => {
  const trailers: [string, string][] = [];
  for (;;) {
    const line = await reader.line(MAX_LINE_BYTES);
    if (line === '') return trailers;
    const colon = line.indexOf(':');
    if (colon < 1 || trailers.length === MAX_TRAILERS) throw malformedTrailer();
    trailers.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
    // Some SDKs end the body right after the last trailer, without the empty line.
    if (await reader.atEnd()) return trailers;
  }
};

const endBody = async (reader: ByteReader, options: AwsChunkedOptions): Promise<void> => {
  const lines = await readTrailers(reader);
  const trailers = lines.filter(([name]) => name !== 'x-amz-trailer-signature');
  const names = trailers.map(([name]) => name);
  const expected = options.expectedTrailers ?? [];
  if (names.length !== expected.length || !expected.every((name) => names.includes(name)))
    throw malformedTrailer();
  if (options.signatures && options.expectedTrailers) {
    const text = trailers.map(([name, value]) => `${name}:${value}\n`).join('');
    options.signatures.endTrailer(text, new Map(lines).get('x-amz-trailer-signature'));
  }
  if (!(await reader.atEnd())) throw malformed();
  options.onTrailers?.(new Map(trailers));
};

async function* decodeChunks(reader: ByteReader, options: AwsChunkedOptions): AsyncGenerator<Buffer> {
  for (;;) {
    const { bytes, signature } = parseChunkHeader(await reader.line(MAX_LINE_BYTES));
    for await (const piece of reader.take(bytes)) {
      options.signatures?.update(piece);
      yield piece;
    }
    options.signatures?.endChunk(signature);
    if (bytes === 0) return;
    if ((await reader.line(0)) !== '') throw malformed();
  }
}

/**
 * Decodes an aws-chunked body (AWS, "Signature calculations for the Authorization header: transferring payload
 * in multiple chunks"). Bytes are passed on before their chunk's signature is known, so nothing may be kept
 * until the generator has ended.
 * @throws S3Error `InvalidRequest`, `IncompleteBody`, `SignatureDoesNotMatch`, `MalformedTrailerError`.
 */
export async function* decodeAwsChunked(
  source: AsyncIterable<Buffer>,
  options: AwsChunkedOptions,
): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  try {
    yield* decodeChunks(reader, options);
    await endBody(reader, options);
  } finally {
    await reader.close();
  }
}
