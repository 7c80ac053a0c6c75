import type { VariantOptions } from '../variant';
import { withoutUndefined } from '../without-undefined';
import { foldTransform } from './fold-transform';
import type { Transform } from './transform';

/** What a named variant (contract 3.12) does to an image. */
export const variantTransform = ({ fit, metadata, width, height, blur }: VariantOptions): Transform =>
  foldTransform(withoutUndefined({ fit, metadata, width, height, blur }));
