/** The weight that one media range of `Accept` gives (RFC 9110, 12.4.2); malformed weights count as 1. */
const weightOf = (parameters: readonly string[]): number => {
  const q = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith('q='));
  const weight = q === undefined ? 1 : Number(q.slice(2));
  return Number.isNaN(weight) ? 1 : weight;
};

/** How much `accept` wants a media type: the most specific range that covers it decides (RFC 9110, 12.5.1). */
const preference = (accept: string, type: string): number => {
  const weights = new Map<string, number>();
  for (const range of accept.toLowerCase().split(',')) {
    const [name, ...parameters] = range.split(';');
    weights.set(String(name).trim(), weightOf(parameters));
  }
  return weights.get(type) ?? weights.get(`${type.split('/')[0]}/*`) ?? weights.get('*/*') ?? 0;
};

/** True when `Accept` ranks plain text above JSON; on a tie, and without the header, JSON wins (contract 7.1). */
export const prefersPlainText = (accept: string): boolean =>
  preference(accept, 'text/plain') > preference(accept, 'application/json');
