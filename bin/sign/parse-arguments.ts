import { parseArgs } from 'node:util';

/** What `npm run sign` is asked for. */
export interface SignCommand {
  readonly url: string;
  /** Unix seconds; absent: as long as the key. */
  readonly expiresAtSeconds?: number;
  /** Absent: the account's first key is asked for. */
  readonly key?: string;
}

const USAGE = `Usage: npm run sign -- <delivery URL> [--expires 15m | 2h | 7d | never] [--key <signing key>]
Without --key the account's first key is taken, from BASE_URL with ACCOUNT_ID and API_TOKEN (the local service's by default).
Without --expires the URL ends in an hour.`;

const UNIT_SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

const secondsOf = (duration: string): number => {
  const [, count, unit] = /^(\d{1,6})([smhd])$/.exec(duration) ?? [];
  const seconds = Number(count) * (UNIT_SECONDS[unit ?? ''] ?? Number.NaN);
  if (!(seconds > 0))
    throw new Error(`--expires ${duration} is not a duration such as 15m, 2h or 7d.\n${USAGE}`);
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
    throw new Error(`${cause instanceof Error ? cause.message : cause}\n${USAGE}`, { cause });
  }
};

/**
 * Reads the command line of `npm run sign`.
 * @throws Error with the usage.
 */
export const parseSignArguments = (argv: readonly string[], now: Date): SignCommand => {
  const { values, positionals } = words(argv);
  const [url, ...rest] = positionals;
  if (url === undefined || rest.length > 0 || !URL.canParse(url)) throw new Error(USAGE);
  const { expires = '1h', key } = values;
  return {
    url,
    ...(expires === 'never'
      ? {}
      : { expiresAtSeconds: Math.floor(now.getTime() / 1000) + secondsOf(expires) }),
    ...(key === undefined ? {} : { key }),
  };
};
