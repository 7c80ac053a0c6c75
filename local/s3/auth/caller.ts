/** What later signatures in the same body (aws-chunked) build on. */
export interface ChunkSigning {
  readonly signingKey: Buffer;
  /** `yyyymmddThhmmssZ` of the request. */
  readonly amzDate: string;
  readonly scope: string;
  /** The request's own signature; the first chunk's predecessor. */
  readonly seedSignature: string;
}

/** Who sent a request whose signature is good. */
export interface Caller {
  readonly accessKeyId: string;
  /** What was signed as the body: hex SHA-256 or one of S3's literals. The body itself is checked while it is read. */
  readonly payloadHash: string;
  readonly chunkSigning: ChunkSigning;
}
