import { matchesWildcard } from '../../iam/wildcard';

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
      rule.allowedOrigins.some((origin) => matchesWildcard(origin, question.origin)) &&
      rule.allowedMethods.includes(question.method) &&
      question.headers.every((header) =>
        (rule.allowedHeaders ?? []).some((allowed) => matchesWildcard(allowed.toLowerCase(), header)),
      ),
  );
