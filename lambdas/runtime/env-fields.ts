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

/** A switch of the deployment. */
export const flag = z.pipe(
  z.string('must be set').check(z.regex(/^(?:true|false)$/, 'must be true or false')),
  z.transform((text) => text === 'true'),
);

/** `host:port` pairs as a JSON list; `[]` for none. */
export const hostList = z.pipe(
  z.string('must be set'),
  z.transform((text, context): string[] => {
    try {
      return z.parse(z.array(z.string()), JSON.parse(text));
    } catch {
      context.issues.push({ code: 'custom', message: 'must be a JSON list of host:port pairs', input: text });
      return z.NEVER;
    }
  }),
);

/** `<requests>/<window in seconds>` for one token, or `none`, which reads as undefined. */
export const rateLimit = z.pipe(
  z
    .string('must be set')
    .check(z.regex(/^(?:none|[1-9]\d{0,8}\/[1-9]\d{0,8})$/, 'must be none or <requests>/<seconds>')),
  z.transform((text) => {
    if (text === 'none') return undefined;
    const [requests = 0, windowSeconds = 0] = text.split('/').map(Number);
    return { requests, windowSeconds };
  }),
);
