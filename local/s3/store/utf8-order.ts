/** Surrogates stand for characters above U+FFFF, whose UTF-8 comes after that of every other unit. */
const weight = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);

/**
 * Compares two strings as their UTF-8 bytes compare, which is how S3 orders keys. JavaScript's own order puts
 * emoji before U+E000–U+FFFF.
 */
export const compareUtf8 = (a: string, b: string): number => {
  const shared = Math.min(a.length, b.length);
  for (let index = 0; index < shared; index += 1) {
    const difference = weight(a.charCodeAt(index)) - weight(b.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
};
