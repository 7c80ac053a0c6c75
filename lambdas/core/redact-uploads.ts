const UPLOAD_NAME = /([A-Za-z0-9_-]{43})\.[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/g;

/**
 * The text with the nonce taken out of every staging key and upload URL in it. Errors of S3 and IAM quote the key they
 * are about, and whoever reads a nonce in a log could use the upload URL.
 */
export const redactUploads = (text: string): string => text.replace(UPLOAD_NAME, '$1.<nonce>');
