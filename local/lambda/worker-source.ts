import { join } from 'node:path';
import { bundleThread } from '../gateway/bundle-thread';

/** The JavaScript that every worker thread of a function starts with: `worker/main.ts`. */
export const workerSource = (): string => bundleThread(join(__dirname, 'worker', 'main.ts'));
