import type { MethodSetting } from './resource-schemas';

/** A throttle of a stage's method settings. */
export interface Throttle {
  readonly ratePerSecond: number;
  readonly burst: number;
}

/**
 * The throttle of one method: the setting for exactly this method and resource, else the one for `*` on `/*`. In a
 * resource path `/` may be written `~1` (CloudFormation, `MethodSetting.ResourcePath`).
 */
export const throttleOf = (
  settings: readonly MethodSetting[],
  httpMethod: string,
  resourcePath: string,
): Throttle | undefined => {
  const own = settings.find(
    (setting) => setting.HttpMethod === httpMethod && pathOf(setting) === resourcePath,
  );
  const common = settings.find((setting) => setting.HttpMethod === '*' && pathOf(setting) === '/*');
  const rate = own?.ThrottlingRateLimit ?? common?.ThrottlingRateLimit;
  const burst = own?.ThrottlingBurstLimit ?? common?.ThrottlingBurstLimit;
  if (rate === undefined && burst === undefined) return undefined;
  return { ratePerSecond: rate ?? burst ?? 0, burst: burst ?? rate ?? 0 };
};

const pathOf = ({ ResourcePath }: MethodSetting): string => {
  const path = (ResourcePath ?? '').replaceAll('~1', '/');
  return path.startsWith('//') ? path.slice(1) : path;
};
