const MAX_CHARACTERS = 255;

/** C0, DEL and C1: nothing a file is called, and trouble in headers and terminals. */
const CONTROL_CHARACTERS = /\p{Cc}/gu;

/**
 * The file name an image is shown with: what the client called the file, without directories (old SDKs send
 * `dir/cat.png`, contract 1.1), control characters and anything past 255 characters, and well-formed. Null when nothing is left.
 */
export const uploadFilename = (declared: string | undefined): string | null => {
  const base = declared?.split(/[/\\]/).at(-1) ?? '';
  const clean = base.toWellFormed().replace(CONTROL_CHARACTERS, '').trim();
  // By code points: cutting a surrogate pair in two would leave a name that is not valid UTF-8.
  return Array.from(clean).slice(0, MAX_CHARACTERS).join('') || null;
};
