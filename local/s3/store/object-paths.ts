import { createHash } from 'node:crypto';
import { join } from 'node:path';

/**
 * Where things are below the data folder. The only place that makes a path from a key, and it makes it from a
 * hash: whatever a key holds, it cannot lead out of the folder.
 */
export class ObjectPaths {
  /** Bodies while they arrive; emptied at start. */
  readonly incoming: string;
  /** Objects, in 256 folders. */
  readonly objects: string;
  /** Events that are not yet delivered. */
  readonly outbox: string;

  constructor(dataDir: string) {
    this.incoming = join(dataDir, 'incoming');
    this.objects = join(dataDir, 'objects');
    this.outbox = join(dataDir, 'outbox');
  }

  /** Folder and name of the JSON of an object; its bytes are in the same folder. */
  metadata(bucket: string, key: string): { folder: string; file: string } {
    const name = createHash('sha256').update(`${bucket}\0${key}`).digest('hex');
    const folder = join(this.objects, name.slice(0, 2));
    return { folder, file: join(folder, `${name}.json`) };
  }
}
