import { type CorsQuestion, type CorsRule, findCorsRule } from './cors-rule';

const VARY = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

/** The headers that tell a browser what `rule` allows; common to preflights and actual answers. */
export const corsHeadersOf = (rule: CorsRule, origin: string): Record<string, string> => {
  const anyOrigin = rule.allowedOrigins.includes('*');
  return {
    'access-control-allow-origin': anyOrigin ? '*' : origin,
    'access-control-allow-methods': rule.allowedMethods.join(', '),
    ...(anyOrigin ? {} : { 'access-control-allow-credentials': 'true' }),
    ...(rule.exposedHeaders?.length
      ? { 'access-control-expose-headers': rule.exposedHeaders.join(', ') }
      : {}),
    ...(rule.maxAgeSeconds === undefined ? {} : { 'access-control-max-age': String(rule.maxAgeSeconds) }),
    vary: VARY,
  };
};

/**
 * Headers for the answer to an actual request, error or not: a script must be able to read why it failed.
 * `Vary` goes on every answer of a bucket with CORS, so that no cache hands one origin's answer to another.
 */
export const corsHeaders = (
  rules: readonly CorsRule[],
  question: Partial<CorsQuestion>,
): Record<string, string> => {
  if (rules.length === 0) return {};
  const { origin, method } = question;
  if (origin === undefined || method === undefined) return { vary: VARY };
  const rule = findCorsRule(rules, { origin, method, headers: [] });
  return rule === undefined ? { vary: VARY } : corsHeadersOf(rule, origin);
};
