import type { SignedOperation } from './operation';
import { readObject } from './read-object';

/** GetObject, with ranges and conditions. */
export const getObject: SignedOperation = async (context) => {
  for (;;) {
    const { object, response, range } = readObject(context);
    if (response.status === 304) return response;
    const body = await context.store.openBytes(object, range);
    // Replaced or deleted between the two lines above: the new state answers.
    if (body !== undefined) return { ...response, body };
  }
};
