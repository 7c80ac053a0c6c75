const HOP_BY_HOP = new Set([
  'connection',
  'expect',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** True for a header of one connection, which no gateway passes on (RFC 9110 section 7.6.1). */
export const isHopByHop = (name: string): boolean => HOP_BY_HOP.has(name.toLowerCase());
