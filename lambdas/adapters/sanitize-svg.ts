import sanitizeHtml, { type IFrame, type IOptions } from 'sanitize-html';
import { SaxesParser } from 'saxes';
import { tooLarge, undecodable } from '../core/errors';
import {
  SVG_CSS_ATTRIBUTES,
  SVG_DROPPED_SUBTREES,
  SVG_ELEMENTS,
  SVG_PLAIN_ATTRIBUTES,
  SVG_REFERENCE_ATTRIBUTES,
} from './svg-allow-list';
import { animatesForbidden, harmlessAttributes } from './svg-attributes';
import { assertDrawable, createGuard } from './svg-complexity';
import { isHarmlessCss } from './svg-css';
import { readXmlText } from './svg-document';
import { svgSize } from './svg-size';
import { endWithin } from './time-limit';

/** Larger ones are pictures wrapped in an SVG; the parser needs a multiple of it in memory. */
export const MAX_SVG_BYTES = 5_000_000;

/** The largest drawings take five seconds on one core; what takes this long is made to. */
const TIMEOUT_SECONDS = 20;

const NAMESPACES = { xmlns: 'http://www.w3.org/2000/svg', 'xmlns:xlink': 'http://www.w3.org/1999/xlink' };

const ATTRIBUTES = [
  ...Object.keys(NAMESPACES),
  ...SVG_CSS_ATTRIBUTES,
  ...SVG_PLAIN_ATTRIBUTES,
  ...SVG_REFERENCE_ATTRIBUTES,
];

/** A sanitised SVG as it is stored and served. */
export interface SanitizedSvg {
  readonly body: Buffer;
  readonly width: number;
  readonly height: number;
}

type Root = Readonly<Record<string, string>>;

const createOptions = (onRoot: (root: Root) => void): IOptions => {
  const guard = createGuard();
  let isRoot = true;
  return {
    parser: { xmlMode: true, decodeEntities: true, lowerCaseTags: false, lowerCaseAttributeNames: false },
    allowedTags: [...SVG_ELEMENTS],
    allowedAttributes: { '*': ATTRIBUTES },
    disallowedTagsMode: 'completelyDiscard',
    nonTextTags: [...SVG_DROPPED_SUBTREES],
    // Both are decided attribute by attribute, in `harmlessAttributes`; these would judge as HTML.
    allowedSchemesAppliedToAttributes: [],
    parseStyleAttributes: false,
    nonBooleanAttributes: [],
    selfClosing: [],
    // Style sheets are written as they are, unescaped; the filter below removes every one that is not harmless.
    allowVulnerableTags: true,
    exclusiveFilter: ({ tag, text }: IFrame) => {
      const isHarmful = tag === 'style' && !isHarmlessCss(text);
      if (isHarmful) guard.removeStyleSheet();
      return isHarmful;
    },
    onOpenTag: guard.open,
    onCloseTag: guard.close,
    transformTags: {
      '*': (tagName, attributes) => {
        // Without attributes an animation changes nothing.
        const attribs = animatesForbidden(tagName, attributes) ? {} : harmlessAttributes(tagName, attributes);
        if (!isRoot) return { tagName, attribs };
        isRoot = false;
        onRoot(attribs);
        // Namespaces are ours: a document that binds `svg` or `xlink` to something else means something else.
        return { tagName, attribs: { ...NAMESPACES, ...attribs } };
      },
    },
  };
};

/**
 * What a strict parser cannot read is not an SVG, and no browser shows it. A parser and no renderer: a renderer applies
 * every style sheet to every element, and measures what has no size by drawing it, which hostile documents make last
 * for minutes.
 */
const assertWellFormed = (svg: string, { xmlns }: { readonly xmlns: boolean }): void => {
  const parser = new SaxesParser({ xmlns, position: false });
  parser.on('error', (cause) => {
    throw undecodable('the SVG is not well-formed', { cause });
  });
  parser.write(svg).close();
};

const readText = (body: Buffer): string => {
  if (body.length > MAX_SVG_BYTES) throw tooLarge(`an SVG may hold at most ${MAX_SVG_BYTES} bytes`);
  const document = readXmlText(body);
  if (document === undefined) throw undecodable('the SVG is not text in the encoding it declares');
  if (document.hasInternalSubset) throw undecodable('an SVG must not declare entities');
  if (document.rootName !== 'svg')
    throw undecodable('SVG elements with a namespace prefix are not supported');
  return document.text;
};

const sanitize = (upload: Buffer): SanitizedSvg => {
  const text = readText(upload);
  let root: Root = {};
  const clean = sanitizeHtml(
    text,
    createOptions((found) => {
      root = found;
    }),
  ).trim();
  // The sanitiser closes what is open: a file that was cut off would be published as far as it came. Namespaces it gives itself.
  assertWellFormed(text, { xmlns: false });
  assertDrawable(clean);
  assertWellFormed(clean, { xmlns: true });
  return { body: Buffer.from(clean, 'utf8'), ...svgSize(root) };
};

/**
 * Security invariant: the only place that lets an SVG in. What is stored is not the upload but what an allow-list of
 * elements, attributes and CSS leaves of it, written anew: no script, handler, foreign content, external reference,
 * entity or processing instruction; UTF-8, one root, in the SVG namespace. A document that nests or multiplies itself
 * beyond measure, takes too long, or has nothing left to draw, is refused. Nothing is ever drawn.
 * @throws DomainError `too-large` or `undecodable`
 */
export const sanitizeSvg = (upload: Buffer): SanitizedSvg =>
  endWithin(
    TIMEOUT_SECONDS,
    () => sanitize(upload),
    (options) => undecodable('the SVG takes too long to read', options),
  );
