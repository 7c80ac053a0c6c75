import type { GetObjectCommandOutput } from '@aws-sdk/client-s3';

/** The whole body of an object in memory, without a second copy of it. */
export const readBody = async (output: GetObjectCommandOutput): Promise<Buffer> => {
  const bytes = await output.Body?.transformToByteArray();
  return bytes
    ? Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.alloc(0);
};
