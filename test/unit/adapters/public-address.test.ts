import fc from 'fast-check';
import { isPublicAddress } from '../../../lambdas/adapters/public-address';

describe('isPublicAddress', () => {
  it.each(['1.1.1.1', '8.8.8.8', '172.15.255.255', '172.32.0.1', '2606:4700::1111', '2a00:1450:4001::8b'])(
    'lets %s through',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each([
    ['private', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', 'fc00::1', 'fd12::1'],
    ['loopback', '127.0.0.1', '127.255.255.254', '::1'],
    ['unspecified', '0.0.0.0', '0.1.2.3', '::'],
    ['link-local and metadata service', '169.254.169.254', '169.254.170.2', 'fe80::1', 'fd00:ec2::254'],
    ['carrier-grade NAT', '100.64.0.1', '100.127.255.255'],
    [
      'documentation and benchmarking',
      '192.0.2.1',
      '198.51.100.1',
      '203.0.113.1',
      '198.18.0.1',
      '2001:db8::1',
      '3fff::1',
    ],
    ['multicast, broadcast and reserved', '224.0.0.1', '255.255.255.255', '240.0.0.1', 'ff02::1'],
    [
      'IPv4 in IPv6',
      '::ffff:8.8.8.8',
      '::ffff:127.0.0.1',
      '::127.0.0.1',
      '64:ff9b::7f00:1',
      '64:ff9b:1::1',
      '2002:7f00:1::',
      '2001::1',
    ],
    ['not yet allocated', '5f00::1', '100::1'],
    ['other spellings', '127.1', '2130706433', '0177.0.0.1', '0x7f.0.0.1', 'fe80::1%eth0', 'localhost', ''],
  ])('refuses %s addresses', (_kind, ...addresses) => {
    expect(addresses.filter(isPublicAddress)).toEqual([]);
  });

  it('refuses every address that wraps an IPv4 address in an IPv4-mapped IPv6 one', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isPublicAddress(`::ffff:${address}`)).toBe(false);
      }),
    );
  });
});
