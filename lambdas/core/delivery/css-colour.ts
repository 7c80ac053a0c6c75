import { NAMED_COLOURS } from './css-named-colours';
import type { Colour } from './transform';

const HEX = /^#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/;
const FUNCTION = /^rgba?\(([^()]{1,60})\)$/;
const COMPONENT = /^\d{1,3}(?:\.\d{1,4})?%?$|^\.\d{1,4}$/;

const fromHex = (text: string): Colour => {
  const digits = text.length <= 5 ? [...text.slice(1)].map((digit) => digit + digit).join('') : text.slice(1);
  const byte = (index: number) => Number.parseInt(digits.slice(index * 2, index * 2 + 2), 16);
  return { r: byte(0), g: byte(1), b: byte(2), alpha: digits.length === 8 ? round(byte(3) / 255) : 1 };
};

/** Two decimals are more than 8-bit alpha can show, and keep equal colours equal. */
const round = (value: number): number => Math.round(value * 100) / 100;

const channel = (text: string): number => {
  const value = text.endsWith('%') ? (Number(text.slice(0, -1)) * 255) / 100 : Number(text);
  return Math.round(Math.min(value, 255));
};

/** CSS has 0 to 1 or a percentage; Cloudflare's own page writes `rgba(255 255 0 100)`, so above 1 is a percentage too. */
const opacity = (text: string): number => {
  const value = text.endsWith('%') ? Number(text.slice(0, -1)) / 100 : Number(text);
  return round(Math.min(value > 1 ? value / 100 : value, 1));
};

const fromFunction = (list: string): Colour | undefined => {
  const parts = list.trim().split(/[\s,/]+/);
  const [r, g, b, alpha] = parts;
  if (parts.length > 4 || !r || !g || !b || !parts.every((part) => COMPONENT.test(part))) return undefined;
  return { r: channel(r), g: channel(g), b: channel(b), alpha: alpha === undefined ? 1 : opacity(alpha) };
};

/**
 * A CSS colour: `#rgb`, `#rgba`, `#rrggbb`, `#rrggbbaa`, `rgb()` and `rgba()` with commas or spaces, a named
 * colour, `transparent`; in any case. Undefined for anything else.
 */
export const parseColour = (text: string): Colour | undefined => {
  const css = text.trim().toLowerCase();
  if (css === 'transparent') return { r: 0, g: 0, b: 0, alpha: 0 };
  if (HEX.test(css)) return fromHex(css);
  const list = FUNCTION.exec(css)?.[1];
  if (list !== undefined) return fromFunction(list);
  const hex = NAMED_COLOURS.get(css);
  return hex === undefined ? undefined : fromHex(`#${hex}`);
};
