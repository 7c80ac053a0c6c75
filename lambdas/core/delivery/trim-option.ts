import { withoutUndefined } from '../without-undefined';
import { invalidOptions } from './delivery-error';
import { integerOption } from './option-values';
import { MAX_OUTPUT_SIDE_PIXELS, type Trim } from './transform';

const BOX = ['trim.width', 'trim.height', 'trim.left', 'trim.top'] as const;

/** True for `trim` and its dotted companions. */
export const isTrimOption = (name: string): boolean =>
  name === 'trim' || BOX.some((option) => option === name);

const parseSides = (text: string): Trim => {
  const [top, right, bottom, left, ...rest] = text
    .split(';')
    .map((side) => integerOption('trim', side, 0, MAX_OUTPUT_SIDE_PIXELS));
  if (
    top === undefined ||
    right === undefined ||
    bottom === undefined ||
    left === undefined ||
    rest.length > 0
  ) {
    throw invalidOptions('trim must be border or four numbers of pixels, top;right;bottom;left');
  }
  return { kind: 'sides', top, right, bottom, left };
};

const parseBox = (values: ReadonlyMap<string, string>): Trim => {
  const pixels = (name: (typeof BOX)[number], min: number) => {
    const text = values.get(name);
    return text === undefined ? undefined : integerOption(name, text, min, MAX_OUTPUT_SIDE_PIXELS);
  };
  return withoutUndefined({
    kind: 'box',
    left: pixels('trim.left', 0) ?? 0,
    top: pixels('trim.top', 0) ?? 0,
    width: pixels('trim.width', 1),
    height: pixels('trim.height', 1),
  });
};

/**
 * Reads `trim=border`, `trim=top;right;bottom;left` or `trim.left`, `trim.top`, `trim.width`, `trim.height`
 * (contract 6.3) out of a URL's options; `{}` without any.
 * @throws DeliveryError `invalid-options` when both forms are mixed or a number is not in range.
 */
export const parseTrim = (values: ReadonlyMap<string, string>): { readonly trim?: Trim } => {
  const sides = values.get('trim');
  const boxed = BOX.some((name) => values.has(name));
  if (sides !== undefined && boxed)
    throw invalidOptions('trim cannot be combined with trim.width and the like');
  if (sides === 'border') return { trim: { kind: 'border' } };
  if (sides !== undefined) return { trim: parseSides(sides) };
  return boxed ? { trim: parseBox(values) } : {};
};
