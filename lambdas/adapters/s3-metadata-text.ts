const ENCODED_WORD = /=\?utf-8\?([bq])\?([^?]*)\?=/gi;

const decodeQ = (text: string): Buffer =>
  Buffer.from(
    text
      .replace(/_/g, ' ')
      .replace(/=([0-9a-f]{2})/gi, (_all, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );

/**
 * A value of S3 user metadata as text. Headers are ASCII, so S3 hands anything else back as RFC 2047 encoded words
 * (S3 user guide, "User-defined object metadata"); a text that is none is returned as it is.
 */
export const decodeMetadataText = (value: string): string => {
  // Two neighbouring words are one text that was too long for one; the space between them is not part of it.
  const joined = value.replace(/\?=\s+=\?/g, '?==?');
  const bytes: Buffer[] = [];
  let position = 0;
  for (const match of joined.matchAll(ENCODED_WORD)) {
    const [word, encoding = '', text = ''] = match;
    bytes.push(Buffer.from(joined.slice(position, match.index), 'utf8'));
    bytes.push(encoding.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : decodeQ(text));
    position = match.index + word.length;
  }
  bytes.push(Buffer.from(joined.slice(position), 'utf8'));
  return Buffer.concat(bytes).toString('utf8');
};
