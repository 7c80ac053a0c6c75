import { GetObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { OriginalLinks } from '../core/get-blob';
import type { PublishedImage } from '../core/image';

/** Presigned GETs of originals; they end with the function's own credentials at the latest, which is hours. */
export class S3OriginalLinks implements OriginalLinks {
  constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  async linkTo(image: PublishedImage, seconds: number): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.bucket,
      Key: image.objectKey,
      ResponseContentType: image.file.contentType,
      // Never shown in the bucket's own origin, whatever the bytes are.
      ResponseContentDisposition: 'attachment',
      ResponseCacheControl: 'no-store',
    });
    return await getSignedUrl(this.client, command, { expiresIn: seconds });
  }
}
