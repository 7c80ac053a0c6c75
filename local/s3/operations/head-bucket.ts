import { LOCAL_REGION } from '../../template/pseudo-parameters';
import type { SignedOperation } from './operation';

/** HeadBucket: 200 when the bucket is there and may be listed. */
export const headBucket: SignedOperation = async ({ permissions }) => {
  permissions.require('s3:ListBucket');
  return { status: 200, headers: { 'x-amz-bucket-region': LOCAL_REGION } };
};
