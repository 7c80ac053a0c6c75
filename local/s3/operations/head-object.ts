import type { SignedOperation } from './operation';
import { readObject } from './read-object';

/** HeadObject: what GetObject would answer, without the bytes. */
export const headObject: SignedOperation = async (context) => readObject(context).response;
