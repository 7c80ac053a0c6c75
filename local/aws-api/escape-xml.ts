/** Escapes text for XML content. */
export const escapeXml = (text: string): string =>
  text.replace(/[<>&"']/g, (unit) => `&#${unit.charCodeAt(0)};`);
