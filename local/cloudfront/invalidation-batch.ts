import { childOf, childText, parseXml } from '../xml/parse-xml';

/** An `InvalidationBatch` as the SDK sends it. */
export interface InvalidationBatch {
  readonly paths: readonly string[];
  readonly callerReference: string;
}

/** Reads the XML body of CreateInvalidation; undefined when it is not one. */
export const parseInvalidationBatch = (xml: string): InvalidationBatch | undefined => {
  const batch = parseXml(xml);
  const callerReference = childText(batch, 'CallerReference');
  const list = childOf(batch, 'Paths');
  const paths = childOf(list, 'Items')?.children.map(({ text }) => text) ?? [];
  if (batch?.name !== 'InvalidationBatch' || callerReference === undefined) return undefined;
  return paths.length > 0 && paths.length === Number(childText(list, 'Quantity'))
    ? { paths, callerReference }
    : undefined;
};
