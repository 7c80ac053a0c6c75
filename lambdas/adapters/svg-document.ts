/** Prologs are a few lines; a longer one is no reason to search a 25 MB file for a root element. */
const SNIFFED_BYTES = 64 * 1024;

const ENCODING = /^<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]{1,40})["']/;

/** The encoding of an XML document: byte order mark, else the first character's shape, else its declaration, else UTF-8. */
const encodingOf = (body: Buffer): string => {
  const mark = body.toString('hex', 0, 2);
  if (mark === 'fffe' || mark === '3c00') return 'utf-16le';
  if (mark === 'feff' || mark === '003c') return 'utf-16be';
  return ENCODING.exec(body.toString('latin1', 0, 256))?.[1] ?? 'utf-8';
};

const decode = (body: Buffer, partial: boolean): string | undefined => {
  try {
    return new TextDecoder(encodingOf(body), { fatal: true }).decode(body, { stream: partial });
  } catch {
    return undefined;
  }
};

/** An XML document's text and what stands before its root element. */
export interface XmlText {
  readonly text: string;
  /** Name of the root element, with its prefix. */
  readonly rootName: string;
  /** True when the document type declares entities or attributes of its own. */
  readonly hasInternalSubset: boolean;
}

const ROOT = /<([\w:.-]+)(?=[\s/>])/y;

/** Skips to the end of one construct of the prolog; the text's length when it does not end. */
const after = (text: string, end: string, from: number): number => {
  const at = text.indexOf(end, from);
  return at < 0 ? text.length : at + end.length;
};

/** Reads an XML prolog in one pass: declaration, comments, processing instructions, document type. */
const readProlog = (text: string): XmlText | undefined => {
  let hasInternalSubset = false;
  let position = 0;
  while (position < text.length) {
    if (/\s/.test(text.charAt(position))) position += 1;
    else if (text.startsWith('<?', position)) position = after(text, '?>', position);
    else if (text.startsWith('<!--', position)) position = after(text, '-->', position);
    else if (text.startsWith('<!DOCTYPE', position)) {
      const subset = text.slice(position, after(text, '>', position)).indexOf('[');
      hasInternalSubset ||= subset >= 0;
      position = after(text, '>', subset < 0 ? position : after(text, ']', position + subset));
    } else break;
  }
  ROOT.lastIndex = position;
  const rootName = ROOT.exec(text)?.[1];
  return rootName === undefined ? undefined : { text, rootName, hasInternalSubset };
};

/** The document as text; undefined when it is not valid in its own encoding or has no root element. */
export const readXmlText = (body: Buffer): XmlText | undefined => {
  const text = decode(body, false);
  return text === undefined ? undefined : readProlog(text);
};

/** True when the bytes start as an XML document whose root is `svg`, with or without a prefix. */
export const hasSvgRoot = (body: Buffer): boolean => {
  const text = decode(body.subarray(0, SNIFFED_BYTES), true);
  return text !== undefined && /^(?:[\w.-]+:)?svg$/.test(readProlog(text)?.rootName ?? '');
};
