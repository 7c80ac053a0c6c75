/** Between two elements of a JSON array. */
const COMMA_BYTES = 1;

/**
 * The first of an image's variants whose JSON takes at most `roomBytes` beside that of an empty list. The last ones are left
 * out: clients take the first (contract 4.2), and `GET` of the image shows all. `bytesOf` says how long the JSON of one is;
 * it is asked once for each that fits and for one more, since a hundred of them may be 9 KB each.
 */
export const variantsThatFit = (
  variants: readonly string[],
  roomBytes: number,
  bytesOf: (variant: string) => number,
): readonly string[] => {
  let room = roomBytes + COMMA_BYTES;
  const end = variants.findIndex((variant) => {
    room -= COMMA_BYTES + bytesOf(variant);
    return room < 0;
  });
  return end === -1 ? variants : variants.slice(0, end);
};
