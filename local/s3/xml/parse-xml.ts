import { S3Error } from '../s3-error';

/** An element of a request's XML. */
export interface ParsedElement {
  readonly name: string;
  readonly children: readonly ParsedElement[];
  /** Its own text, entities resolved. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Deeper than any request of S3's; keeps a hostile document from exhausting the stack. */
const MAX_DEPTH = 16;

const malformed = (): S3Error =>
  new S3Error(
    'MalformedXML',
    'The XML you provided was not well-formed or did not validate against our published schema',
  );

const decodeEntities = (text: string): string => {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/.test(text)) throw malformed();
  return text.replace(
    /&(?:(\w+)|#(?:x([0-9a-fA-F]+)|(\d+)));/g,
    (_, name?: string, hex?: string, digits?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? '';
      const point = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw malformed();
      return String.fromCodePoint(point);
    },
  );
};

const TOKEN =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!\[CDATA\[([\s\S]*?)\]\]>|<(\/?)([A-Za-z_][\w.:-]*)((?:\s+[\w.:-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(\/?)>|([^<]+)/y;

interface OpenElement {
  name: string;
  children: ParsedElement[];
  text: string;
}

const close = (stack: OpenElement[], name: string): void => {
  const element = stack.pop();
  const parent = stack.at(-1);
  if (element?.name !== name || parent === undefined) throw malformed();
  parent.children.push(element);
};

/**
 * Parses the small XML documents that S3 requests carry: elements and text. A document type, and with it every
 * entity of the sender's own, does not parse.
 * @throws S3Error `MalformedXML`.
 */
export const parseXml = (xml: string): ParsedElement => {
  const root: OpenElement = { name: '', children: [], text: '' };
  const stack: OpenElement[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const token = TOKEN.exec(xml);
    if (token === null) throw malformed();
    const [, cdata, slash, name, , selfClosing, text] = token;
    const top = stack.at(-1);
    if (top === undefined || stack.length > MAX_DEPTH) throw malformed();
    if (cdata !== undefined) top.text += cdata;
    else if (text !== undefined) top.text += decodeEntities(text);
    else if (name !== undefined && slash === '/') close(stack, name);
    else if (name !== undefined) {
      stack.push({ name, children: [], text: '' });
      if (selfClosing === '/') close(stack, name);
    }
  }
  const [document, ...others] = root.children;
  if (stack.length !== 1 || document === undefined || others.length > 0 || root.text.trim() !== '')
    throw malformed();
  return document;
};

/** Text of the first child of that name; undefined when there is none. */
export const childText = (element: ParsedElement, name: string): string | undefined =>
  element.children.find((child) => child.name === name)?.text;
