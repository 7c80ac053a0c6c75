/** True when `value` matches a pattern of IAM or CloudFront: `*` is any run of characters, `?` any one. */
export const matchesWildcards = (pattern: string, value: string): boolean => {
  let p = 0;
  let v = 0;
  let star = -1;
  let resume = 0;
  // Linear with backtracking to the last star only: a pattern like `*a*a*a*` cannot make it explode.
  while (v < value.length) {
    if (p < pattern.length && pattern[p] === '*') {
      star = p++;
      resume = v;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === value[v])) {
      p++;
      v++;
    } else if (star >= 0) {
      p = star + 1;
      v = ++resume;
    } else return false;
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
};
