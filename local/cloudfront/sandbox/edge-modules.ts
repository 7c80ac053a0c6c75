import { createHash, createHmac } from 'node:crypto';
import querystring from 'node:querystring';

const ALGORITHMS = ['md5', 'sha1', 'sha256'];

const checked = (algorithm: string): string => {
  if (!ALGORITHMS.includes(algorithm)) throw new Error(`CloudFront functions have no algorithm ${algorithm}`);
  return algorithm;
};

const MODULES: Readonly<Record<string, unknown>> = {
  crypto: {
    createHash: (algorithm: string) => createHash(checked(algorithm)),
    createHmac: (algorithm: string, key: string) => createHmac(checked(algorithm), key),
  },
  querystring: { ...querystring },
};

/** `require` of a CloudFront function (developer guide, "JavaScript runtime 2.0 features"). @throws Error for another module */
export const requireEdgeModule = (name: string): unknown => {
  const found = Object.hasOwn(MODULES, name) ? MODULES[name] : undefined;
  if (!found) throw new Error(`CloudFront functions have no module ${name}`);
  return found;
};
