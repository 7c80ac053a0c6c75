import {
  SVG_ANIMATED_ATTRIBUTES,
  SVG_CSS_ATTRIBUTES,
  SVG_PLAIN_ATTRIBUTES,
  SVG_REFERENCE_ATTRIBUTES,
} from './svg-allow-list';
import { isHarmlessCss } from './svg-css';

/** The attributes of one element, as parsed: entities decoded, case kept. */
export type SvgAttributes = Readonly<Record<string, string>>;

const PLAIN: ReadonlySet<string> = new Set(SVG_PLAIN_ATTRIBUTES);
const CSS: ReadonlySet<string> = new Set(SVG_CSS_ATTRIBUTES);
const REFERENCES: ReadonlySet<string> = new Set(SVG_REFERENCE_ATTRIBUTES);

/** Elements whose reference may be a picture that the document carries itself. */
const PICTURES: ReadonlySet<string> = new Set(['image', 'feImage']);

/** An SVG inside an SVG would come past this sanitiser, so only raster formats. */
const DATA_PICTURE = /^data:image\/(?:png|jpe?g|gif|webp|avif);base64,[A-Za-z0-9+/=\s]*$/;

/** Something inside this document. */
const FRAGMENT = /^#[^\s"'()<>\\]+$/;

const isOwnReference = (element: string, value: string): boolean =>
  FRAGMENT.test(value) || (PICTURES.has(element) && DATA_PICTURE.test(value));

const isAllowed = (element: string, name: string, value: string): boolean => {
  // An empty value means as much as no attribute, and the serialiser would write it without `=`, which is not XML.
  if (value === '') return false;
  if (PLAIN.has(name)) return true;
  if (CSS.has(name)) return isHarmlessCss(value);
  return REFERENCES.has(name) && isOwnReference(element, value.trim());
};

/** The attributes that an element may keep: known ones whose value neither fetches nor runs anything. */
export const harmlessAttributes = (element: string, attributes: SvgAttributes): Record<string, string> =>
  Object.fromEntries(Object.entries(attributes).filter(([name, value]) => isAllowed(element, name, value)));

/** True for an animation that would change something it must not, such as where a reference points. */
export const animatesForbidden = (element: string, attributes: SvgAttributes): boolean =>
  /^(?:set|animate|animateTransform)$/.test(element) &&
  !SVG_ANIMATED_ATTRIBUTES.has((attributes['attributeName'] ?? 'transform').trim());
