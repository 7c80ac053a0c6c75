import * as z from 'zod/mini';

/** A name of a table, bucket or role: anything but nothing. */
export const nonEmpty = z.string('must be set').check(z.minLength(1, 'must not be empty'));

/** A positive whole number of some unit, in decimal digits, at most 12 of them. */
export const wholeNumber = z.pipe(
  z
    .string('must be set')
    .check(z.regex(/^[1-9]\d{0,11}$/, 'must be a positive whole number in decimal digits')),
  z.transform(Number),
);

/** The origin (and path) that URLs of one host start with; no trailing slash, so that paths are appended as they are. */
export const baseUrl = z.string('must be set').check(
  z.regex(/^https?:\/\/[^\s?#]+$/, 'must be an http or https URL'),
  z.refine((url) => !url.endsWith('/'), 'must have no trailing slash'),
);
