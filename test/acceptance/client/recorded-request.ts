import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RawOptions } from './raw-request';

const FOLDER = path.join(__dirname, '../../fixtures/requests');

/** A request as it goes on the wire. */
export interface RecordedRequest extends Required<RawOptions> {
  readonly path: string;
}

/** What stands for `{{name}}` in a recorded request. */
export type RecordedValues = Readonly<Record<string, string | Buffer>>;

const fill = (text: string, values: RecordedValues): string =>
  text.replace(/\{\{(\w+)\}\}/g, (_placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`There is no value for {{${name}}}`);
    return (typeof value === 'string' ? Buffer.from(value) : value).toString('latin1');
  });

/**
 * One of test/fixtures/requests: what another client than the TypeScript SDK sends, without `Host` and
 * `Content-Length`, which are up to the sender. Those of curl are recorded; the others were written after the sources
 * of cloudflare-python, cloudflare-go and terraform-provider-cloudflare (contract 1.2). Read as single bytes, so that
 * files and line ends stay what they are.
 * @throws Error when a placeholder has no value
 */
export const recordedRequest = (name: string, values: RecordedValues): RecordedRequest => {
  const text = fill(readFileSync(path.join(FOLDER, `${name}.http`), 'latin1'), values);
  const end = text.indexOf('\r\n\r\n');
  const [requestLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const [method = '', target = ''] = requestLine.split(' ');
  const headers = lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]);
  return {
    method,
    path: target,
    headers: Object.fromEntries(headers),
    body: Buffer.from(text.slice(end + 4), 'latin1'),
  };
};
