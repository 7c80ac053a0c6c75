import { GetObjectCommand, type GetObjectCommandOutput, NoSuchKey, type S3Client } from '@aws-sdk/client-s3';

/** The whole body of an object in memory, without a second copy of it. */
export const readBody = async (output: GetObjectCommandOutput): Promise<Buffer> => {
  const bytes = await output.Body?.transformToByteArray();
  return bytes
    ? Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength)
    : Buffer.alloc(0);
};

/** The bytes of an object; undefined when there is none under the key. */
export const readObject = async (
  client: S3Client,
  bucket: string,
  key: string,
): Promise<Buffer | undefined> => {
  try {
    return await readBody(await client.send(new GetObjectCommand({ Bucket: bucket, Key: key })));
  } catch (error) {
    if (error instanceof NoSuchKey) return undefined;
    throw error;
  }
};
