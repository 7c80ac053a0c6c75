import { readFileSync } from 'node:fs';
import path from 'node:path';

const FIXTURES = path.join(__dirname, '../../fixtures');

/** The photographs in test/fixtures; `make-fixtures.ts` there says what each of them is. */
export const PHOTOGRAPHS = {
  'photo.jpg': 'image/jpeg',
  'cut-out.png': 'image/png',
  'animation.gif': 'image/gif',
  'photo.webp': 'image/webp',
  'animation.webp': 'image/webp',
  'photo.avif': 'image/avif',
  'drawing.svg': 'image/svg+xml',
} as const;

/** The name of a photograph in test/fixtures. */
export type PhotographName = keyof typeof PHOTOGRAPHS;

/** Where the photograph is on disk, for a browser's file chooser. */
export const photographPath = (name: PhotographName): string => path.join(FIXTURES, name);

/** The bytes of a photograph. */
export const photograph = (name: PhotographName): Buffer => readFileSync(photographPath(name));
