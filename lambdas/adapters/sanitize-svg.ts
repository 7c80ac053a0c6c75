import sanitizeHtml, { type IFrame, type IOptions } from 'sanitize-html';
import sharp from 'sharp';
import { tooLarge, undecodable } from '../core/errors';
import {
  SVG_CSS_ATTRIBUTES,
  SVG_DROPPED_SUBTREES,
  SVG_ELEMENTS,
  SVG_PLAIN_ATTRIBUTES,
  SVG_REFERENCE_ATTRIBUTES,
} from './svg-allow-list';
import { animatesForbidden, harmlessAttributes } from './svg-attributes';
import { assertDrawable, createSizeGuard } from './svg-complexity';
import { isHarmlessCss } from './svg-css';
import { readXmlText } from './svg-document';
import { svgSize } from './svg-size';

/** Larger ones are pictures wrapped in an SVG; the parser needs a multiple of it in memory. */
export const MAX_SVG_BYTES = 5_000_000;

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
  const guard = createSizeGuard();
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
    exclusiveFilter: (frame: IFrame) => frame.tag === 'style' && !isHarmlessCss(frame.text),
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

/** What libxml2 and librsvg, strict both, cannot read is not an SVG; sanitising must not have broken it either. */
const assertWellFormed = async (body: Buffer): Promise<void> => {
  try {
    await sharp(body, { failOn: 'error' }).metadata();
  } catch (cause) {
    throw undecodable('the SVG is not well-formed, or has no size', { cause });
  }
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

/**
 * Security invariant: the only place that lets an SVG in. What is stored is not the upload but what an allow-list of
 * elements, attributes and CSS leaves of it, written anew: no script, handler, foreign content, external reference,
 * entity or processing instruction; UTF-8, one root, in the SVG namespace. A document that nests or multiplies itself
 * beyond measure, or has nothing left to draw, is refused.
 * @throws DomainError `too-large` or `undecodable`
 */
export const sanitizeSvg = async (upload: Buffer): Promise<SanitizedSvg> => {
  const text = readText(upload);
  let root: Root = {};
  const clean = sanitizeHtml(
    text,
    createOptions((found) => {
      root = found;
    }),
  ).trim();
  assertDrawable(clean);
  const body = Buffer.from(clean, 'utf8');
  await assertWellFormed(body);
  return { body, ...svgSize(root) };
};
