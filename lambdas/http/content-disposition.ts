const EXTENSIONS: Readonly<Record<string, string>> = {
  'image/avif': 'avif',
  'image/gif': 'gif',
  'image/heic': 'heic',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/webp': 'webp',
};

/** A name cut in the middle of a surrogate pair is no Unicode text, and `encodeURIComponent` throws at it. */
const wellFormed = (text: string): string => Buffer.from(text, 'utf8').toString('utf8');

/** RFC 8187: percent-encoded UTF-8; `encodeURIComponent` leaves these five, which its `attr-char` does not have. */
const encode = (text: string): string =>
  encodeURIComponent(wellFormed(text)).replace(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** The name without its last extension; a name that is nothing but an extension is kept. */
const stem = (filename: string): string => filename.replace(/(?<=.)\.[^.]*$/, '');

/**
 * Shows the image in the page and names it for whoever saves it: the uploaded file's name with the extension of
 * what is sent. Only `filename*` is written, which every browser reads, so nothing of the name needs quoting.
 */
export const contentDisposition = (filename: string | null, contentType: string): string => {
  const extension = EXTENSIONS[contentType];
  if (!filename) return 'inline';
  return `inline; filename*=UTF-8''${encode(extension ? `${stem(filename)}.${extension}` : filename)}`;
};
