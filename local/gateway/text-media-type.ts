const TEXT_TYPES = new Set(['application/json', 'application/javascript', 'application/xml']);

/**
 * True for a body that format 2.0 events carry as text; every other one is base64 with `isBase64Encoded: true`.
 * AWS's documentation only says "binary"; the split was measured on a live HTTP API (ministack pull request 766):
 * `application/x-www-form-urlencoded`, multipart and a missing content type are binary.
 */
export const isTextMediaType = (contentType: string | undefined): boolean => {
  const mediaType = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return mediaType.startsWith('text/') || TEXT_TYPES.has(mediaType);
};
