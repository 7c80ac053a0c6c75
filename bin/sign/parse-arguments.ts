import { parseArgs } from 'node:util';
import { durationSeconds } from '../duration';
import { UsageError } from '../errors';

/** What `npm run sign` is asked for. */
export interface SignCommand {
  readonly url: string;
  /** Unix seconds; absent: as long as the key. */
  readonly expiresAtSeconds?: number;
  /** Absent: the account's first key is asked for. */
  readonly key?: string;
}

const secondsOf = (duration: string): number => {
  const seconds = durationSeconds(duration);
  if (seconds === undefined)
    throw new UsageError(`--expires ${duration}: give a duration such as 15m, 2h or 7d, or never`);
  return seconds;
};

const words = (argv: readonly string[]) => {
  try {
    return parseArgs({
      args: [...argv],
      options: { expires: { type: 'string' }, key: { type: 'string' } },
      allowPositionals: true,
    });
  } catch (cause) {
    throw new UsageError((cause as Error).message, { cause });
  }
};

/**
 * Reads the command line of `npm run sign`.
 * @throws UsageError that says what is wrong with it.
 */
export const parseSignArguments = (argv: readonly string[], now: Date): SignCommand => {
  const { values, positionals } = words(argv);
  const [url, ...rest] = positionals;
  if (url === undefined || rest.length > 0) throw new UsageError('Give one delivery URL');
  if (!URL.canParse(url)) throw new UsageError(`${url} is no URL`);
  const { expires = '1h', key } = values;
  return {
    url,
    ...(expires === 'never'
      ? {}
      : { expiresAtSeconds: Math.floor(now.getTime() / 1000) + secondsOf(expires) }),
    ...(key === undefined ? {} : { key }),
  };
};
