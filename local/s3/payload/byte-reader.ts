import { S3Error } from '../s3-error';

const incomplete = (): S3Error =>
  new S3Error(
    'IncompleteBody',
    'You did not provide the number of bytes specified by the Content-Length HTTP header',
  );

/** Reads lines and counted bytes, alternately, from a stream of chunks. */
export class ByteReader {
  readonly #source: AsyncIterator<Buffer>;
  #buffered: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  /**
   * The next line without its CRLF, as Latin-1.
   * @throws S3Error `IncompleteBody` when the stream ends first, `InvalidRequest` past `maxBytes`.
   */
  async line(maxBytes: number): Promise<string> {
    for (;;) {
      const end = this.#buffered.indexOf('\r\n');
      if (end > maxBytes || (end < 0 && this.#buffered.length > maxBytes + 1)) {
        throw new S3Error('InvalidRequest', 'The chunked encoding of the body is malformed.');
      }
      if (end >= 0) {
        const line = this.#buffered.toString('latin1', 0, end);
        this.#buffered = this.#buffered.subarray(end + 2);
        return line;
      }
      if (!(await this.#fill())) throw incomplete();
    }
  }

  /** Exactly `bytes` bytes, in pieces. @throws S3Error `IncompleteBody` when there are fewer. */
  async *take(bytes: number): AsyncGenerator<Buffer> {
    let left = bytes;
    while (left > 0) {
      if (this.#buffered.length === 0 && !(await this.#fill())) throw incomplete();
      const piece = this.#buffered.subarray(0, left);
      this.#buffered = this.#buffered.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }

  /** True when nothing is left. */
  async atEnd(): Promise<boolean> {
    return this.#buffered.length === 0 && !(await this.#fill());
  }

  /** Lets go of the stream, so that whoever owns it can read or drop the rest. */
  async close(): Promise<void> {
    await this.#source.return?.();
  }

  async #fill(): Promise<boolean> {
    const next = await this.#source.next();
    if (next.done) return false;
    this.#buffered = this.#buffered.length === 0 ? next.value : Buffer.concat([this.#buffered, next.value]);
    return true;
  }
}
