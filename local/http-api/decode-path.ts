/** The path cannot be decoded; an HTTP API answers 400. */
export class UndecodablePath extends Error {
  override readonly name = 'UndecodablePath';
}

/**
 * What an HTTP API makes of a request path, as captured from a live one (hotsock/voker, `ingress-paths.json`):
 * it is decoded, cut at a `?` that this reveals, used for routing, and decoded **again** for the event. So `%3F`
 * loses the rest of the path, `%2F` becomes a separator, `%252F` becomes a slash inside a parameter, and `%25` that
 * is not followed by an escape is refused.
 */
export interface DecodedPath {
  /** Decoded once: what routes are matched against. */
  readonly routed: string;
  /** Decoded twice: `rawPath` of the event. */
  readonly rawPath: string;
}

/** @throws UndecodablePath */
export const decodePath = (path: string): DecodedPath => {
  const routed = decode(path).split('?')[0] ?? '';
  return { routed, rawPath: decode(routed) };
};

/** Decodes a path parameter that was cut out of a routed path. @throws UndecodablePath */
export const decode = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    throw new UndecodablePath(text, { cause: error });
  }
};
