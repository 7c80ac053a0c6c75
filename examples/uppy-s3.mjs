// Uppy's S3 uploader with the presigned POST of each mint; for the browser, bundled with your page.
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

/**
 * An Uppy (3 to 5) that asks for a one-time link for every file and sends the file straight to S3. Each file's meta gets
 * the `imageId` to poll for.
 *
 * Uppy 6 calls the same thing otherwise:
 * `signRequest: async ({ contentType }) => ({ url, fields: { ...fields, 'Content-Type': contentType } })`.
 * @param {() => Promise<{ id: string, upload: { method: 'POST', url: string, fields: Record<string, string> } }>}
 *   requestLink calls your backend, which mints with its API token and answers with the mint's `result`
 */
export const createUploader = (requestLink) => {
  const uppy = new Uppy({ restrictions: { allowedFileTypes: ['image/*'] } });
  return uppy.use(AwsS3, {
    shouldUseMultipart: false,
    getUploadParameters: async (file) => {
      const { id, upload } = await requestLink();
      uppy.setFileMeta(file.id, { imageId: id });
      return upload;
    },
  });
};
