import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

type Chunks = AsyncIterable<Buffer> | Iterable<Buffer>;

const write = async (path: string, flags: 'w' | 'wx', chunks: Chunks): Promise<void> => {
  const file = await open(path, flags);
  try {
    for await (const chunk of chunks) await file.appendFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
};

/**
 * Writes a new file and waits until its bytes are on disk.
 * @throws Error when the file exists, and whatever `chunks` throws (the file is then left for the caller to remove).
 */
export const writeNewFile = (path: string, chunks: Chunks): Promise<void> => write(path, 'wx', chunks);

/** Waits until the names in a directory are on disk, so that a crash cannot undo a rename or a removal. */
export const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
};

/** Writes a whole file, or replaces it, so that after a crash there is either all of the text or what was there before. */
export const writeDurably = async (path: string, text: string): Promise<void> => {
  const unfinished = `${path}.tmp`;
  await write(unfinished, 'w', [Buffer.from(text)]);
  await rename(unfinished, path);
  await syncDirectory(dirname(path));
};
