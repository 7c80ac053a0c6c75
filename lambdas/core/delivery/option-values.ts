import { invalidOptions } from './delivery-error';

const INTEGER = /^\d{1,5}$/;
const DECIMAL = /^(?:\d{1,5}(?:\.\d{1,6})?|\.\d{1,6})$/;

/** Two decimals: more cannot be seen, and each further digit would be ten more derivatives of every image. */
export const round2 = (value: number): number => Math.round(value * 100) / 100;

/** Decimal digits only; no sign, exponent, space or fraction. @throws DeliveryError `invalid-options`. */
export const integerOption = (name: string, text: string, min: number, max: number): number => {
  const value = INTEGER.test(text) ? Number(text) : Number.NaN;
  if (!(value >= min && value <= max)) {
    throw invalidOptions(`${name} must be a whole number from ${min} to ${max}`);
  }
  return value;
};

/** A plain decimal such as `1`, `0.5` or `.5`, rounded to two places. @throws DeliveryError `invalid-options`. */
export const decimalOption = (name: string, text: string, min: number, max: number): number => {
  const value = DECIMAL.test(text) ? round2(Number(text)) : Number.NaN;
  if (!(value >= min && value <= max)) throw invalidOptions(`${name} must be a number from ${min} to ${max}`);
  return value;
};

/** One of the listed words, in lower case as documented. @throws DeliveryError `invalid-options`. */
export const wordOption = <T extends string>(name: string, text: string, words: readonly T[]): T => {
  const word = words.find((candidate) => candidate === text);
  if (word === undefined) throw invalidOptions(`${name} must be one of ${words.join(', ')}`);
  return word;
};
