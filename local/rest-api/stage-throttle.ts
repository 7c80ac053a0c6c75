import { TokenBucket } from '../gateway/token-bucket';
import type { MethodSetting } from './resource-schemas';

/** What a stage's settings name a method by. */
interface ThrottledMethod {
  readonly httpMethod: string;
  /** The path of its resource, with variables. */
  readonly path: string;
}

/** A full bucket for each method that a stage's settings throttle; every stage counts for itself. */
export const stageBuckets = <M extends ThrottledMethod>(
  settings: readonly MethodSetting[],
  methods: readonly M[],
): ReadonlyMap<M, TokenBucket> =>
  new Map(
    methods.flatMap((method) => {
      const bucket = bucketOf(settings, method);
      return bucket ? [[method, bucket] as const] : [];
    }),
  );

/**
 * The setting for exactly this method and resource, else the one for `*` on `/*`. In a resource path `/` may be written
 * `~1` (CloudFormation, `MethodSetting.ResourcePath`). A rate or a burst alone stands for both.
 */
const bucketOf = (
  settings: readonly MethodSetting[],
  { httpMethod, path }: ThrottledMethod,
): TokenBucket | undefined => {
  const own = settings.find((setting) => setting.HttpMethod === httpMethod && pathOf(setting) === path);
  const common = settings.find((setting) => setting.HttpMethod === '*' && pathOf(setting) === '/*');
  const rate = own?.ThrottlingRateLimit ?? common?.ThrottlingRateLimit;
  const burst = own?.ThrottlingBurstLimit ?? common?.ThrottlingBurstLimit;
  if (rate === undefined && burst === undefined) return undefined;
  return new TokenBucket(rate ?? burst ?? 0, burst ?? rate ?? 0);
};

const pathOf = ({ ResourcePath }: MethodSetting): string => {
  const path = (ResourcePath ?? '').replaceAll('~1', '/');
  return path.startsWith('//') ? path.slice(1) : path;
};
