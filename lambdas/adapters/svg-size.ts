/** CSS pixels for one of each absolute unit (CSS Values and Units, "absolute lengths"). */
const PIXELS_PER: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  pt: 96 / 72,
  pc: 16,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
};

/**
 * Of a trimmed text. Digits and spaces can be read in one way only: two runs of them side by side would be tried in
 * every division.
 */
const LENGTH = /^\+?((?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?)\s*(px|pt|pc|in|cm|mm|q|)$/i;

/** What a browser takes when neither the document nor the page says a size (CSS 2.1, 10.3.2). */
const DEFAULT_SIZE = { width: 300, height: 150 };

const pixelsOf = (length: string | undefined): number | undefined => {
  const match = LENGTH.exec((length ?? '').trim());
  if (!match?.[1]) return undefined;
  return Number(match[1]) * (PIXELS_PER[(match[2] ?? '').toLowerCase()] ?? 1);
};

const viewBoxOf = (value: string | undefined): { width: number; height: number } | undefined => {
  const [, , width = 0, height = 0] = (value ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  return width > 0 && height > 0 ? { width, height } : undefined;
};

/**
 * The size of an SVG in whole pixels, as a browser lays it out on its own: `width` and `height`, completed by the
 * proportions of `viewBox`. Relative lengths (`100%`, `2em`) count as absent.
 */
export const svgSize = (root: Readonly<Record<string, string>>): { width: number; height: number } => {
  const box = viewBoxOf(root['viewBox']);
  const width = pixelsOf(root['width']);
  const height = pixelsOf(root['height']);
  const fallback = box ?? DEFAULT_SIZE;
  const ratio = fallback.width / fallback.height;
  return {
    width: Math.ceil(width ?? (height === undefined ? fallback.width : height * ratio)),
    height: Math.ceil(height ?? (width === undefined ? fallback.height : width / ratio)),
  };
};
