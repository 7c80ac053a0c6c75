import { type Throttle, throttleOfSettings } from '../gateway/throttle';
import type { MethodSetting } from './resource-schemas';

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
  return throttleOfSettings(rate, burst);
};

const pathOf = ({ ResourcePath }: MethodSetting): string => {
  const path = (ResourcePath ?? '').replaceAll('~1', '/');
  return path.startsWith('//') ? path.slice(1) : path;
};
