/** One rule of a bucket's CORS configuration (AWS::S3::Bucket CorsRule). */
export interface CorsRule {
  /** Origins, each with at most one `*`. */
  readonly allowedOrigins: readonly string[];
  /** GET, PUT, POST, DELETE, HEAD. */
  readonly allowedMethods: readonly string[];
  /** Request headers, each with at most one `*`; names compare without case. */
  readonly allowedHeaders?: readonly string[];
  /** Response headers that scripts may read. */
  readonly exposedHeaders?: readonly string[];
  /** How long a browser may keep a preflight's answer. */
  readonly maxAgeSeconds?: number;
}

/** True when `text` is the pattern, in which one `*` stands for anything. */
const matches = (pattern: string, text: string): boolean => {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const prefix = pattern.slice(0, star);
  const suffix = pattern.slice(star + 1);
  return text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
};

/** What a browser asks. */
export interface CorsQuestion {
  readonly origin: string;
  readonly method: string;
  /** Header names of a preflight, lower case; empty for an actual request. */
  readonly headers: readonly string[];
}

/** The first rule that allows origin, method and every header, as S3 chooses; undefined: not allowed. */
export const findCorsRule = (rules: readonly CorsRule[], question: CorsQuestion): CorsRule | undefined =>
  rules.find(
    (rule) =>
      rule.allowedOrigins.some((origin) => matches(origin, question.origin)) &&
      rule.allowedMethods.includes(question.method) &&
      question.headers.every((header) =>
        (rule.allowedHeaders ?? []).some((allowed) => matches(allowed.toLowerCase(), header)),
      ),
  );
