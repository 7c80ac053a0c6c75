import { type Throttle, throttleOfSettings } from '../gateway/throttle';
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
      const throttle = throttleOf(settings, method);
      return throttle ? [[method, new TokenBucket(throttle.ratePerSecond, throttle.burst)] as const] : [];
    }),
  );

/**
 * The setting for exactly this method and resource, else the one for `*` on `/*`. In a resource path `/` may be written
 * `~1` (CloudFormation, `MethodSetting.ResourcePath`).
 */
const throttleOf = (
  settings: readonly MethodSetting[],
  { httpMethod, path }: ThrottledMethod,
): Throttle | undefined => {
  const own = settings.find((setting) => setting.HttpMethod === httpMethod && pathOf(setting) === path);
  const common = settings.find((setting) => setting.HttpMethod === '*' && pathOf(setting) === '/*');
  const rate = own?.ThrottlingRateLimit ?? common?.ThrottlingRateLimit;
  const burst = own?.ThrottlingBurstLimit ?? common?.ThrottlingBurstLimit;
  return throttleOfSettings(rate, burst);
};

const pathOf = ({ ResourcePath }: MethodSetting): string => {
  const path = (ResourcePath ?? '').replaceAll('~1', '/');
  return path.startsWith('//') ? path.slice(1) : path;
};
