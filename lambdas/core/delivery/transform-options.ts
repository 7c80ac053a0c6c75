import { KEPT_METADATA } from '../variant';
import { parseColour } from './css-colour';
import { invalidOptions } from './delivery-error';
import { foldTransform, type WrittenTransform } from './fold-transform';
import { decimalOption, integerOption, wordOption } from './option-values';
import { type Gravity, MAX_OUTPUT_SIDE_PIXELS, TRANSFORM_FITS, type Transform } from './transform';
import { isTrimOption, parseTrim } from './trim-option';

const ALIASES: Readonly<Record<string, string>> = {
  w: 'width',
  h: 'height',
  g: 'gravity',
  q: 'quality',
  f: 'format',
  scq: 'slow-connection-quality',
};

const FORMATS = ['auto', 'avif', 'webp', 'jpeg', 'baseline-jpeg', 'png', 'png-force', 'svg', 'json'] as const;

/** Cloudflare's perceptual levels as the nearest fixed qualities; its default, 85, lies between the upper two. */
const QUALITY_LEVELS = { low: 50, 'medium-low': 65, 'medium-high': 80, high: 90 } as const;

/** `auto` and `face` need models that are not here: the busiest region, and the documented fall-back of no face. */
const GRAVITIES: Readonly<Record<string, Gravity>> = {
  auto: 'entropy',
  entropy: 'entropy',
  face: { x: 0.5, y: 0.5 },
  center: { x: 0.5, y: 0.5 },
  left: { x: 0, y: 0.5 },
  right: { x: 1, y: 0.5 },
  top: { x: 0.5, y: 0 },
  bottom: { x: 0.5, y: 1 },
};

const quality = (text: string): number =>
  Object.hasOwn(QUALITY_LEVELS, text)
    ? QUALITY_LEVELS[text as keyof typeof QUALITY_LEVELS]
    : integerOption('quality', text, 1, 100);

const gravity = (text: string): Gravity => {
  if (Object.hasOwn(GRAVITIES, text)) return GRAVITIES[text] as Gravity;
  const [x, y, ...rest] = text.split('x');
  if (x === undefined || y === undefined || rest.length > 0) {
    throw invalidOptions(`gravity must be XxY or one of ${Object.keys(GRAVITIES).join(', ')}`);
  }
  return { x: decimalOption('gravity', x, 0, 1), y: decimalOption('gravity', y, 0, 1) };
};

const background = (text: string) => {
  const colour = parseColour(text);
  if (colour === undefined) throw invalidOptions('background must be a CSS colour');
  return colour;
};

const format = (text: string): Transform['format'] => {
  const word = wordOption('format', text, FORMATS);
  return word === 'png-force' ? 'png' : word;
};

const rotate = (text: string): number => Number(wordOption('rotate', text, ['0', '90', '180', '270', '360']));

/** sharp bounds both directions at 3. */
const gamma = (text: string): number => {
  const value = decimalOption('gamma', text, 0, 3);
  if (value > 0 && value < 0.34) throw invalidOptions('gamma must be 0 or a number from 0.34 to 3');
  return value;
};

const unsupported = (name: string) => (): never => {
  throw invalidOptions(`${name} is not supported`);
};

/** Accepted and without effect (contract 6.3 REC); the value is still checked, so a typing error shows. */
const ignored = (check: (text: string) => unknown) => (text: string) => {
  check(text);
  return {};
};

/** One reader for each documented option; no other name is an option. */
const OPTIONS: Readonly<Record<string, (text: string) => WrittenTransform>> = {
  // Client hints are not forwarded: `auto` then is the documented fall-back, the original's width.
  width: (text) =>
    text === 'auto' ? {} : { width: integerOption('width', text, 1, MAX_OUTPUT_SIDE_PIXELS) },
  height: (text) => ({ height: integerOption('height', text, 1, MAX_OUTPUT_SIDE_PIXELS) }),
  fit: (text) => ({ fit: wordOption('fit', text, TRANSFORM_FITS) }),
  gravity: (text) => ({ gravity: gravity(text) }),
  dpr: (text) => ({ dpr: decimalOption('dpr', text, 0.1, 10) }),
  quality: (text) => ({ quality: quality(text) }),
  format: (text) => ({ format: format(text) }),
  anim: (text) => ({ anim: wordOption('anim', text, ['true', 'false']) === 'true' }),
  metadata: (text) => ({ metadata: wordOption('metadata', text, KEPT_METADATA) }),
  background: (text) => ({ background: background(text) }),
  blur: (text) => ({ blur: decimalOption('blur', text, 0, 250) }),
  sharpen: (text) => ({ sharpen: decimalOption('sharpen', text, 0, 10) }),
  brightness: (text) => ({ brightness: decimalOption('brightness', text, 0, 10) }),
  contrast: (text) => ({ contrast: decimalOption('contrast', text, 0, 10) }),
  gamma: (text) => ({ gamma: gamma(text) }),
  saturation: (text) => ({ saturation: decimalOption('saturation', text, 0, 10) }),
  rotate: (text) => ({ rotate: rotate(text) }),
  flip: (text) => ({ flip: wordOption('flip', text, ['h', 'v', 'hv']) }),
  'slow-connection-quality': ignored(quality),
  compression: ignored((text) => wordOption('compression', text, ['fast'])),
  onerror: ignored((text) => wordOption('onerror', text, ['redirect'])),
  zoom: ignored((text) => decimalOption('zoom', text, 0, 1)),
  upscale: ignored((text) => wordOption('upscale', text, ['interpolate'])),
  segment: unsupported('segment'),
  border: unsupported('border'),
};

const decodeValue = (name: string, text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (cause) {
    throw invalidOptions(`${name} is not valid percent-encoding`, { cause });
  }
};

const splitPair = (pair: string): [name: string, value: string] => {
  const [written = '', value, ...rest] = pair.split('=');
  if (value === undefined || value === '' || rest.length > 0) {
    throw invalidOptions('options must be name=value pairs separated by commas, without spaces');
  }
  const name = Object.hasOwn(ALIASES, written) ? (ALIASES[written] as string) : written;
  return [name, decodeValue(written, value)];
};

/** True when a delivery path's last segment is a list of options and not the name of a variant. */
export const isOptionList = (segment: string): boolean => segment.includes('=');

/**
 * Parses the options of a flexible variant (contract 6.3), still percent-encoded as in the path: a comma inside
 * a value is written `%2C`. Strict: an unknown, repeated, empty or out-of-range option is an error, never a guess.
 * @throws DeliveryError `invalid-options`.
 */
export const parseTransformOptions = (segment: string): Transform => {
  const values = new Map<string, string>();
  for (const pair of segment.split(',')) {
    const [name, value] = splitPair(pair);
    if (values.has(name)) throw invalidOptions(`${name} is given twice`);
    values.set(name, value);
  }
  let written: WrittenTransform = parseTrim(values);
  for (const [name, value] of values) {
    if (isTrimOption(name)) continue;
    if (!Object.hasOwn(OPTIONS, name)) throw invalidOptions(`${name.slice(0, 40)} is not an option`);
    written = { ...written, ...OPTIONS[name]?.(value) };
  }
  return foldTransform(written);
};
