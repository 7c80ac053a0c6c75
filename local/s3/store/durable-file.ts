import { open } from 'node:fs/promises';

/**
 * Writes a new file and waits until its bytes are on disk.
 * @throws Error when the file exists, and whatever `source` throws (the file is then left for the caller to remove).
 */
export const writeNewFile = async (
  path: string,
  source: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<void> => {
  const file = await open(path, 'wx');
  try {
    for await (const chunk of source) await file.appendFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
};

/** Waits until the names in a directory are on disk, so that a crash cannot undo a rename or a removal. */
export const syncDirectory = async (path: string): Promise<void> => {
  const directory = await open(path, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
};
