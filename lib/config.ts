import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import * as z from 'zod';
import { readSettings, SETTINGS_KEY } from './read-settings';

/** CloudWatch takes only these retention times. */
const RETENTION_DAYS = Object.values(RetentionDays)
  .filter((days): days is RetentionDays => typeof days === 'number' && days !== RetentionDays.INFINITE)
  .sort((a, b) => a - b);

const wholeNumber = (fix: string, min: number, max: number) =>
  z.int(`give ${fix}`).min(min, `give ${fix}`).max(max, `give ${fix}`);

const ORIGIN_FIX =
  'give "*" alone, or origins such as "https://app.example.com" without a path, as a JSON list or separated by commas';

/** Origins are written into headers and templates as they are, so nothing but these characters may be in one. */
const ORIGIN = /^([a-z][a-z0-9+.-]*):\/\/([a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\])(:\d{1,5})?$/;

/** An origin as a browser sends it: lower case, no default port. Apps have schemes of their own. */
const isOrigin = (value: string): boolean => {
  const scheme = ORIGIN.exec(value)?.[1];
  if (scheme !== 'http' && scheme !== 'https') return scheme !== undefined;
  return URL.canParse(value) && new URL(value).origin === value;
};

const allowedOrigins = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((origin) => origin.trim()) : value),
  z
    .array(z.string(ORIGIN_FIX), ORIGIN_FIX)
    .min(1, ORIGIN_FIX)
    .refine((origins) => origins.every(isOrigin) || (origins.length === 1 && origins[0] === '*'), ORIGIN_FIX),
);

const throttle = (ratePerSecond: number, burst: number) =>
  z
    .strictObject({
      ratePerSecond: wholeNumber('requests a second, 1 to 10000', 1, 10_000).default(ratePerSecond),
      burst: wholeNumber('requests at once, 1 to 5000', 1, 5_000).default(burst),
    })
    .prefault({});

const HOST_FIX = 'give a host name such as images.example.com';
const certificate = (region: string, fix: string) =>
  z.string(fix).regex(new RegExp(`^arn:aws[a-z-]*:acm:${region}:\\d{12}:certificate/.+$`), fix);

const domain = (certificateArn: z.ZodString) =>
  z
    .strictObject({
      name: z
        .string(HOST_FIX)
        .regex(/^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/, HOST_FIX),
      certificateArn,
    })
    .optional();

const regional = certificate('[a-z0-9-]+', "give the ARN of an ACM certificate in the stack's region");
const global = certificate(
  'us-east-1',
  'give the ARN of an ACM certificate in us-east-1, where CloudFront looks',
);

const domains = z
  .strictObject({ control: domain(regional), upload: domain(regional), delivery: domain(global) })
  .superRefine((hosts, context) => {
    const ownerOf = new Map<string, string>();
    for (const [host, settings] of Object.entries(hosts)) {
      if (!settings) continue;
      const owner = ownerOf.get(settings.name) ?? host;
      ownerOf.set(settings.name, owner);
      if (owner !== host)
        context.addIssue({
          code: 'custom',
          path: [host, 'name'],
          message: `give a name that domains.${owner} does not have`,
        });
    }
  })
  .prefault({});

const REGION_FIX = 'give a region such as eu-west-1';

const delivery = z
  .strictObject({
    /** How long the edge may answer without asking again, in seconds: the bound of every purge. */
    edgeTtlSeconds: wholeNumber('seconds, 1 to 86400', 1, 86_400).default(300),
    /** Where the edge answers from: `'all'` places, all but the dearest (200), or North America and Europe (100). */
    priceClass: z.literal(['all', 200, 100], 'give "all", 200 or 100').default('all'),
    /** Pictures rendered at the same time at most, taken from the account's quota; no limit of its own without it. */
    reservedConcurrency: wholeNumber('a number of functions, 1 to 1000', 1, 1_000).optional(),
    /** Region of a cache that all edges ask before they ask for a rendering; none without it. */
    originShieldRegion: z
      .string(REGION_FIX)
      .regex(/^[a-z]{2}(-[a-z]+)+-\d$/, REGION_FIX)
      .optional(),
  })
  .prefault({});

const EXEMPT_HOST_FIX = 'give a JSON list of pairs such as "origin.example.internal:443", in lower case';
const EXEMPT_HOST = /^([a-z0-9_-]+(\.[a-z0-9_-]+)*|\[[0-9a-f:]+\]):\d{1,5}$/;

const exemptHosts = z
  .array(z.string(EXEMPT_HOST_FIX), EXEMPT_HOST_FIX)
  .refine((hosts) => hosts.every((host) => EXEMPT_HOST.test(host)), EXEMPT_HOST_FIX)
  .default([]);

/** Functions that take from a queue at the same time, as many as Lambda allows for one. */
const queueConcurrency = wholeNumber('a number of functions, 2 to 1000', 2, 1_000).default(10);

const STACK_FIX = 'give a stack name: letters, digits and hyphens, starting with a letter, at most 128';

const settings = z.strictObject({
  /** The stack's name in CloudFormation; another one, or another region, makes a second deployment in the same account. */
  stackName: z
    .string(STACK_FIX)
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,127}$/, STACK_FIX)
    .default('DirectUpload'),
  /** Origins whose pages may upload and read the answer; `['*']` for any. */
  allowedOrigins: allowedOrigins.prefault(['*']),
  /** Largest file a presigned POST takes and ingest publishes, in bytes. Ingest holds it in memory whole. */
  maxUploadBytes: wholeNumber('bytes, 1 to 104857600 (100 MiB)', 1, 104_857_600).default(26_214_400),
  /** How long an upload URL lives when the request names no `expiry`, in seconds. */
  defaultExpirySeconds: wholeNumber('seconds, 120 to 21600', 120, 21_600).default(1_800),
  /** Whether the answer to an upload has `meta`, as Cloudflare's has; `false` keeps it from whoever uploads. */
  uploaderSeesMeta: z.boolean('give true or false').default(true),
  /** The number of images that `stats` reports as allowed; nothing is refused past it. */
  imagesAllowed: wholeNumber('a number of images, 1 to 1000000000', 1, 1_000_000_000).default(100_000),
  /** What each method of the control API takes from all callers together; API Gateway counts it for each stage apart. */
  controlThrottle: throttle(200, 400),
  /**
   * What the control API takes from one token, in fixed windows; no limit without it. It costs one table write for each
   * request.
   */
  rateLimit: z
    .strictObject({
      requests: wholeNumber('requests in a window, 1 to 1000000', 1, 1_000_000),
      windowSeconds: wholeNumber('seconds, 1 to 86400', 1, 86_400),
    })
    .optional(),
  /** `host:port` pairs that images may be fetched from (`url` of a new image) though their addresses are not public. */
  fetchExemptHosts: exemptHosts,
  /** `host:port` pairs that webhooks may be sent to though they have no TLS or no public address. */
  webhookExemptHosts: exemptHosts,
  /** What each method of the upload endpoint takes from all callers together. */
  uploadThrottle: throttle(200, 400),
  /** Own host names; DNS records are up to you, their targets are in the stack's outputs. */
  domains,
  /** How pictures are cached and rendered. */
  delivery,
  /** What happens to the table and the buckets when the stack is deleted; `destroy` deletes every image. */
  removalPolicy: z.enum(['retain', 'destroy'], 'give "retain" or "destroy"').default('retain'),
  /** Who is told when an alarm rises; the address must confirm the subscription. */
  alarmEmail: z.email('give an e-mail address').optional(),
  /** How long the functions' logs and the APIs' access logs are kept, in days. */
  logRetentionDays: z
    .literal(RETENTION_DAYS, `give one of ${RETENTION_DAYS.join(', ')}`)
    .default(RetentionDays.ONE_MONTH),
  /** The least severe lines that the functions log. */
  logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR'], 'give DEBUG, INFO, WARN or ERROR').default('INFO'),
  /** How many uploads are checked at the same time. */
  ingestConcurrency: queueConcurrency,
  /** How many functions send webhooks at the same time. */
  webhookConcurrency: queueConcurrency,
  /**
   * API Gateway writes REST API logs with one role for the whole account and region. `create` sets it, and leaves it
   * behind when the stack is deleted, because other APIs may have come to use it; `existing` keeps the account's own.
   */
  apiGatewayLogRole: z.enum(['create', 'existing'], 'give "create" or "existing"').default('create'),
  /** Installs sharp for linux-arm64 and libheif-js beside the bundles. `false` needs no network; such bundles run on this machine only. */
  nativeBundling: z.boolean('give true or false').default(true),
});

/** The validated settings of a deployment; docs/operations.md explains each. */
export type Config = z.infer<typeof settings>;
/** An own host name and its certificate. */
export type DomainConfig = NonNullable<Config['domains']['control']>;

const valueAt = (root: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], root);

const describe = (issue: z.core.$ZodIssue, root: unknown): string[] => {
  const key = [SETTINGS_KEY, ...issue.path].join('.');
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((name) => {
      const value = JSON.stringify(valueAt(root, [...issue.path, name]));
      return `${key}.${name} is ${value}: there is no such setting; remove it or correct its name`;
    });
  const fix =
    issue.code === 'invalid_type' && issue.expected === 'object' ? 'give a JSON object' : issue.message;
  return [`${key} is ${JSON.stringify(valueAt(root, issue.path)) ?? 'missing'}: ${fix}`];
};

/**
 * The settings of a deployment from cdk context, with defaults. Needs no network and no account.
 * @throws Error that lists every wrong setting: its key, the value seen and what to give instead.
 */
export const loadConfig = (context: Readonly<Record<string, unknown>>): Config => {
  const given = readSettings(context);
  const parsed = settings.safeParse(given);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.flatMap((issue) => describe(issue, given));
  throw new Error(`The cdk context has wrong settings:\n${problems.map((line) => `  ${line}`).join('\n')}`);
};
