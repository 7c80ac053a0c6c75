/** An element of an XML document. */
export interface ParsedElement {
  readonly name: string;
  readonly children: readonly ParsedElement[];
  /** Its own text, entities resolved. */
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Deeper than any request of AWS's APIs; keeps a hostile document from exhausting the stack. */
const MAX_DEPTH = 16;

class Malformed extends Error {}

const decodeEntities = (text: string): string => {
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});)/.test(text)) throw new Malformed();
  return text.replace(
    /&(?:(\w+)|#(?:x([0-9a-fA-F]+)|(\d+)));/g,
    (_, name?: string, hex?: string, digits?: string) => {
      if (name !== undefined) return ENTITIES[name] ?? '';
      const point = hex === undefined ? Number(digits) : Number.parseInt(hex, 16);
      if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) throw new Malformed();
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
  if (element?.name !== name || parent === undefined) throw new Malformed();
  parent.children.push(element);
};

const parse = (xml: string): ParsedElement => {
  const root: OpenElement = { name: '', children: [], text: '' };
  const stack: OpenElement[] = [root];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const token = TOKEN.exec(xml);
    if (token === null) throw new Malformed();
    const [, cdata, slash, name, , selfClosing, text] = token;
    const top = stack.at(-1);
    if (top === undefined || stack.length > MAX_DEPTH) throw new Malformed();
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
    throw new Malformed();
  return document;
};

/**
 * Parses the small XML documents that AWS's APIs are sent: elements and text. A document type, and with it every entity
 * of the sender's own, does not parse. Undefined for what is no such document.
 */
export const parseXml = (xml: string): ParsedElement | undefined => {
  try {
    return parse(xml);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
};

/** The first child of that name; undefined when there is none. */
export const childOf = (element: ParsedElement | undefined, name: string): ParsedElement | undefined =>
  element?.children.find((child) => child.name === name);

/** Text of the first child of that name; undefined when there is none. */
export const childText = (element: ParsedElement | undefined, name: string): string | undefined =>
  childOf(element, name)?.text;
