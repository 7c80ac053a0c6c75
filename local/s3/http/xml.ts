import { escapeXml } from '../../xml/escape-xml';

/** One element of an XML document, already serialised. */
export interface XmlElement {
  readonly xml: string;
}

/** `<name>text</name>` with the text escaped; the only way text gets into a document. */
export const leaf = (name: string, text: string | number | boolean): XmlElement => ({
  xml: `<${name}>${escapeXml(String(text))}</${name}>`,
});

/** `<name>children</name>`; undefined children are left out, so that optional elements read well. */
export const branch = (name: string, children: readonly (XmlElement | undefined)[]): XmlElement => ({
  xml: `<${name}>${children.map((child) => child?.xml ?? '').join('')}</${name}>`,
});

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

/** A whole document. S3's results are in its namespace, its errors and POST answers in none. */
export const xmlDocument = (
  root: string,
  children: readonly (XmlElement | undefined)[],
  namespace = true,
): string => {
  const attribute = namespace ? ` xmlns="${NAMESPACE}"` : '';
  const { xml } = branch(root, children);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root}${attribute}>${xml.slice(root.length + 2)}`;
};
