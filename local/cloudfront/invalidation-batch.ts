/** An `InvalidationBatch` as the SDK sends it. */
export interface InvalidationBatch {
  readonly paths: readonly string[];
  readonly callerReference: string;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

const unescapeXml = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = hex ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/**
 * Reads the XML body of CreateInvalidation; undefined when it is not one. The few elements it knows are found by name:
 * no document type, entity or namespace of the body is ever evaluated.
 */
export const parseInvalidationBatch = (xml: string): InvalidationBatch | undefined => {
  const callerReference = /<CallerReference>([^<]*)<\/CallerReference>/.exec(xml)?.[1];
  const items = /<Items>((?:\s*<Path>[^<]*<\/Path>)*\s*)<\/Items>/.exec(xml)?.[1];
  const quantity = /<Quantity>\s*(\d+)\s*<\/Quantity>/.exec(xml)?.[1];
  if (callerReference === undefined || items === undefined || quantity === undefined) return undefined;
  const paths = [...items.matchAll(/<Path>([^<]*)<\/Path>/g)].map((match) => unescapeXml(match[1] ?? ''));
  return paths.length === Number(quantity) && paths.length > 0
    ? { paths, callerReference: unescapeXml(callerReference) }
    : undefined;
};
