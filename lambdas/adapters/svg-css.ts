const words = (text: string): string[] => text.trim().split(/\s+/);

/** Functions that compute or select; none of them fetches. `url` is judged apart. */
const FUNCTIONS: ReadonlySet<string> = new Set(
  words(`
    rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark device-cmyk icc-color
    calc min max clamp var env round mod rem abs sign sin cos tan asin acos atan atan2 pow sqrt hypot log exp
    matrix matrix3d translate translatex translatey translatez translate3d scale scalex scaley scalez scale3d
    rotate rotatex rotatey rotatez rotate3d skew skewx skewy perspective
    cubic-bezier steps linear blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
    circle ellipse inset polygon path rect xywh shape local format tech
    not is where has nth-child nth-last-child nth-of-type nth-last-of-type lang dir selector
  `),
);

const AT_RULES: ReadonlySet<string> = new Set(
  words('media supports keyframes -webkit-keyframes font-face layer'),
);

const FRAGMENT = `#[^\\s"'()<>\\\\]+`;
const DATA = '(?:image/(?:png|jpe?g|gif|webp|avif)|font/[a-z0-9-]+|application/(?:x-)?font-[a-z0-9-]+)';
const DATA_URL = `data:${DATA}(?:;charset=[a-z0-9-]+)?;base64,[a-z0-9+/=\\s]*`;

const OWN = `(?:${FRAGMENT}|${DATA_URL})`;

/**
 * `url()` of something inside the document, or of a picture or font that it carries itself. Space before the `)` is
 * base64's own where there is no quote: two patterns side by side that both take it would try every way to share it.
 */
const OWN_URL = new RegExp(`url\\(\\s*(?:"${OWN}"\\s*|'${OWN}'\\s*|${FRAGMENT}\\s*|${DATA_URL})\\)`, 'gi');

/** No function or at-rule that is allowed has a longer name; what is longer need not be read to its start. */
const MAX_NAME_CHARACTERS = 24;

/** The name that ends before each `(`, empty for a bare parenthesis. */
const functionNames = (css: string): string[] =>
  css
    .split('(')
    .slice(0, -1)
    .map(
      (before) =>
        before
          .slice(-MAX_NAME_CHARACTERS)
          .split(/[\s"'),:;{}[\]/*+>~=!.#%]/)
          .at(-1) ?? '',
    );

const atRuleNames = (css: string): string[] =>
  css
    .split('@')
    .slice(1)
    .map((behind) => /^[\w-]*/.exec(behind.slice(0, MAX_NAME_CHARACTERS))?.[0] ?? '');

/**
 * True when CSS text can neither fetch nor run anything: every function, at-rule and `url()` in it is a known harmless
 * one. An allow-list, because browsers keep learning functions that fetch (`image-set`, `src`, `cross-fade`). No
 * backslash: with CSS escapes `\75 rl(…)` is a `url`. No markup characters: a style sheet must not be able to end
 * its element.
 */
export const isHarmlessCss = (css: string): boolean => {
  if (/[\\<&]/.test(css)) return false;
  const rest = css.replace(OWN_URL, ' ');
  return (
    functionNames(rest).every((name) => name === '' || FUNCTIONS.has(name.toLowerCase())) &&
    atRuleNames(rest).every((name) => AT_RULES.has(name.toLowerCase()))
  );
};
