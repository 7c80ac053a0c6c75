import { createHash } from 'node:crypto';
import type { ChunkSigning } from '../auth/caller';
import { equalSecrets, sha256Hex, signText } from '../auth/signature-v4';
import { S3Error } from '../s3-error';

const EMPTY_SHA256 = sha256Hex('');

/** Verifies the chain of signatures in a signed aws-chunked body: each covers its chunk and the one before. */
export class ChunkSignatures {
  #previous: string;
  #hash = createHash('sha256');

  constructor(private readonly signing: ChunkSigning) {
    this.#previous = signing.seedSignature;
  }

  /** Adds bytes of the current chunk. */
  update(piece: Uint8Array): void {
    this.#hash.update(piece);
  }

  /** Ends the current chunk. @throws S3Error `SignatureDoesNotMatch`. */
  endChunk(signature: string | undefined): void {
    this.#verify(signature, ['AWS4-HMAC-SHA256-PAYLOAD'], [EMPTY_SHA256, this.#hash.digest('hex')]);
    this.#hash = createHash('sha256');
  }

  /** Ends the body with its trailer, `name:value\n` for each line. @throws S3Error `SignatureDoesNotMatch`. */
  endTrailer(trailer: string, signature: string | undefined): void {
    this.#verify(signature, ['AWS4-HMAC-SHA256-TRAILER'], [sha256Hex(trailer)]);
  }

  #verify(signature: string | undefined, head: string[], tail: string[]): void {
    const { signingKey, amzDate, scope } = this.signing;
    const text = [...head, amzDate, scope, this.#previous, ...tail].join('\n');
    if (signature === undefined || !equalSecrets(signText(signingKey, text), signature)) {
      throw new S3Error(
        'SignatureDoesNotMatch',
        'The chunk signature we calculated does not match the signature you provided. Check your key and signing method.',
      );
    }
    this.#previous = signature;
  }
}
