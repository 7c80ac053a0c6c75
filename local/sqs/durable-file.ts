import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Writes a whole file so that after a crash either all of it is there or nothing: fsync, rename, fsync the folder. */
export const writeDurably = async (path: string, text: string): Promise<void> => {
  const unfinished = `${path}.tmp`;
  const file = await open(unfinished, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(unfinished, path);
  const folder = await open(dirname(path), 'r');
  await folder.sync().finally(() => folder.close());
};
