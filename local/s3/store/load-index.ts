import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ObjectIndex } from './object-index';
import { type StoredObject, storedObjectSchema } from './stored-object';

const readObject = async (path: string): Promise<StoredObject> => {
  try {
    return storedObjectSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (cause) {
    throw new Error(`The object file ${path} cannot be read; restore it or empty the data folder.`, {
      cause,
    });
  }
};

const hasItsBytes = async (folder: string, object: StoredObject): Promise<boolean> => {
  const found = await stat(join(folder, object.file)).catch(() => undefined);
  return found?.size === object.bytes;
};

/**
 * Reads every object of the data folder and removes what a crash left there: bytes that no JSON names, and
 * JSON whose bytes never got to disk (such a write was never acknowledged).
 * @throws Error for JSON that is not ours: better than to start without objects that were stored.
 */
export const loadIndex = async (objectsFolder: string): Promise<ObjectIndex> => {
  const index = new ObjectIndex();
  for (const name of await readdir(objectsFolder)) {
    const folder = join(objectsFolder, name);
    const files = await readdir(folder);
    const kept = new Set<string>();
    for (const file of files.filter((each) => each.endsWith('.json'))) {
      const object = await readObject(join(folder, file));
      if (!(await hasItsBytes(folder, object))) continue;
      index.set(object);
      kept.add(file).add(object.file);
    }
    for (const file of files.filter((each) => !kept.has(each))) await rm(join(folder, file));
  }
  return index;
};
