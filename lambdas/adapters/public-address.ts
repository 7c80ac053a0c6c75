import ipaddr from 'ipaddr.js';

const GLOBAL_UNICAST_V6: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * Security invariant: the only place that decides whether this service may connect to an address that a client chose.
 * Only ordinary public unicast addresses may be: no private, loopback, link-local, metadata-service (169.254.169.254,
 * fd00:ec2::254), carrier-grade NAT, multicast, reserved or documentation range, in either family, and no IPv6 form
 * that wraps an IPv4 address (mapped, NAT64, 6to4, Teredo), since what it reaches is decided elsewhere.
 * Ranges: IANA special-purpose registries, as ipaddr.js keeps them. Anything that does not parse is refused.
 */
export const isPublicAddress = (address: string): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || (parsed as ipaddr.IPv6).match(GLOBAL_UNICAST_V6);
};
