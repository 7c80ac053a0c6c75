// Uppy's S3 uploader with the presigned POST of each mint; for the browser, bundled with your page.
import AwsS3 from '@uppy/aws-s3';
import Uppy from '@uppy/core';

/**
 * An Uppy that asks for a one-time link for every file and sends the file straight to S3. After each success the
 * file's meta has the `imageId` to poll for.
 *
 * Uppy 3 to 5 take the mint's `upload` as it is: `getUploadParameters: async () => (await requestLink()).upload`.
 * @param {() => Promise<{ id: string, upload: { url: string, fields: Record<string, string> } }>} requestLink calls your
 *   backend, which mints with its API token and answers with the mint's `result`
 */
export const createUploader = (requestLink) => {
  const uppy = new Uppy({ restrictions: { allowedFileTypes: ['image/*'] } });
  const imageIds = new Map();
  uppy.use(AwsS3, {
    shouldUseMultipart: false,
    signRequest: async ({ contentType }) => {
      const { id, upload } = await requestLink();
      imageIds.set(upload.fields.key, id);
      return {
        url: upload.url,
        fields: { ...upload.fields, ...(contentType && { 'Content-Type': contentType }) },
      };
    },
  });
  uppy.on('upload-success', (file, { body }) => {
    if (file) uppy.setFileMeta(file.id, { imageId: imageIds.get(body?.key) });
  });
  return uppy;
};
