import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';

/** CloudFront's limit for a function, in bytes. */
const MAX_BYTES = 10_240;

/**
 * The code of a CloudFront function from `lib/edge/<name>.ts`: types and comments removed, and the exports, which
 * CloudFront's runtime does not know; it calls the global `handler`. Tests import the same file as a module.
 * @throws Error when the code is larger than CloudFront takes.
 */
export const edgeFunctionCode = (name: string): string => {
  const source = readFileSync(join(__dirname, `${name}.ts`), 'utf8');
  const { code } = transformSync(source, {
    loader: 'ts',
    target: 'es2017',
    // `{ name }` for `{ name: name }` is not among the features that CloudFront's runtime lists.
    supported: { 'object-extensions': false },
    minifyWhitespace: true,
    tsconfigRaw: {},
  });
  const script = code.replaceAll(/\bexport (?=function|const)|export\{[^}]*\};?/g, '').trim();
  if (Buffer.byteLength(script) > MAX_BYTES)
    throw new Error(`The edge function ${name} is larger than ${MAX_BYTES} bytes`);
  return script;
};
