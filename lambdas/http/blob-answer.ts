import type { Blob } from '../core/get-blob';
import type { ControlAnswer } from './control-event';

/** Bytes for one caller; nothing of them runs if a browser is sent here. */
const HEADERS = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'content-disposition': 'attachment',
  'content-security-policy': "default-src 'none'; sandbox",
};

/**
 * The original's bytes, or a redirect to them (contract 3.8). Clients follow it; fetch and the SDKs' HTTP libraries do
 * not send `Authorization` on to another host, and the link needs none.
 */
export const blobAnswer = (blob: Blob): ControlAnswer =>
  'location' in blob
    ? { statusCode: 302, headers: { location: blob.location, 'cache-control': 'no-store' }, body: '' }
    : {
        statusCode: 200,
        headers: { ...HEADERS, 'content-type': blob.image.file.contentType },
        body: blob.body.toString('base64'),
        isBase64Encoded: true,
      };
