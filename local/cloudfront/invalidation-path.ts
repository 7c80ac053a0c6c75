/** A path of an invalidation, decoded for comparison. */
export interface InvalidationPath {
  readonly text: string;
  /** True when the path ended in `*`, which is only there a wildcard. */
  readonly isPrefix: boolean;
}

/** Reads a path of an invalidation batch; undefined when it does not start with a slash. */
export const parseInvalidationPath = (path: string): InvalidationPath | undefined => {
  const slashed = path === '*' ? '/*' : path;
  if (!slashed.startsWith('/')) return undefined;
  const isPrefix = slashed.endsWith('*');
  return { text: decoded(isPrefix ? slashed.slice(0, -1) : slashed), isPrefix };
};

/**
 * True when the path names the object (developer guide, "Invalidate files"): with its query string if it has one, or by a
 * prefix that covers query strings as well.
 */
export const isInvalidated = (
  { text, isPrefix }: InvalidationPath,
  object: { readonly uri: string; readonly query: string },
): boolean => {
  const whole = decoded(object.query === '' ? object.uri : `${object.uri}?${object.query}`);
  return isPrefix ? whole.startsWith(text) : whole === text;
};

/** `/a%2Db` and `/a-b` are the same object; a broken escape stays. */
const decoded = (text: string): string =>
  text.replace(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes.toUpperCase();
    }
  });
