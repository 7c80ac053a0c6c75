const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/**
 * Escapes text for the content of an XML element. Control characters become numeric references, as S3 writes keys that
 * hold them: XML 1.0 cannot carry them at all, which is why `encoding-type=url` exists.
 */
export const escapeXml = (text: string): string =>
  text
    .replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character)
    .replace(
      /(?![\t\n])[\p{Cc}\ufffe\uffff]/gu,
      (character) => `&#x${character.charCodeAt(0).toString(16)};`,
    );
