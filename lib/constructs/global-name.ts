import { Names, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Characters in a name of a CloudFront function or origin access control; its policies take more. */
const MAX_LENGTH = 64;
/** Characters left for a region's name, which is not known before the deployment; the longest so far has 15. */
const REGION_LENGTH = 20;

/**
 * A name for what is named once in an account for all its regions, as all of CloudFront is. It holds stack name and
 * region, so that deployments differ in it; of a long stack name a part and a hash. `scope` is a construct in the stack,
 * not the stack, and `purpose` tells its names apart.
 */
export const globalName = (scope: Construct, purpose: string): string => {
  const end = `-${purpose}-`;
  const start = Names.uniqueResourceName(scope, {
    separator: '-',
    allowedSpecialCharacters: '-',
    maxLength: MAX_LENGTH - end.length - REGION_LENGTH,
  });
  return start + end + Stack.of(scope).region;
};
