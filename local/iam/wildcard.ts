/**
 * Matches IAM's patterns: `*` is any number of characters, `?` exactly one, everything else is itself. The whole value
 * must match. Patterns of CORS origins and headers are the same: neither can hold a `?`. At most pattern × value steps:
 * no regular expression, whose worst case would be exponential, is built.
 */
export const matchesWildcard = (pattern: string, value: string): boolean => {
  let [inPattern, inValue, star, resume] = [0, 0, -1, 0];
  while (inValue < value.length) {
    const symbol = pattern[inPattern];
    if (symbol === '*') {
      star = inPattern++;
      resume = inValue;
    } else if (symbol === '?' || symbol === value[inValue]) {
      inPattern++;
      inValue++;
    } else if (star >= 0) {
      inPattern = star + 1;
      inValue = ++resume;
    } else return false;
  }
  while (pattern[inPattern] === '*') inPattern++;
  return inPattern === pattern.length;
};
