/** A failure the visitor should read; `code` is the API's number or S3's name, `status` the HTTP status. */
export class UploadError extends Error {
  /**
   * @param {string} message
   * @param {{ code?: number | string, status?: number }} [details]
   */
  constructor(message, { code, status } = {}) {
    super(message);
    this.name = 'UploadError';
    this.code = code;
    this.status = status;
  }
}

/** S3 answers errors in XML: `<Error><Code>EntityTooLarge</Code><Message>…</Message></Error>`. */
const fromXml = (text) => {
  const xml = new DOMParser().parseFromString(text, 'application/xml');
  const message = xml.querySelector('Error > Message')?.textContent;
  return message ? { message, code: xml.querySelector('Error > Code')?.textContent ?? undefined } : undefined;
};

const fromEnvelope = (text) => {
  try {
    const [first] = JSON.parse(text).errors ?? [];
    return first ? { message: first.message, code: first.code } : undefined;
  } catch {
    return undefined;
  }
};

/**
 * Reads an error answer of the API (JSON envelope) or of S3 (XML).
 * @param {number} status
 * @param {string} text
 */
export const readError = (status, text) => {
  const { message, code } = fromEnvelope(text) ??
    fromXml(text) ?? { message: `The server answered ${status}` };
  return new UploadError(message, { code, status });
};
