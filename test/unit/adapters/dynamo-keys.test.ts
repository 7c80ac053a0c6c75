import * as keys from '../../../lambdas/adapters/dynamo-keys';
import { accountHash } from '../../../lambdas/core/account';
import { tokenHash } from '../../../lambdas/core/token';

const HASH = accountHash('account-1');

describe('the keys of the table', () => {
  it('are as the architecture page has them', () => {
    expect(keys.imagePk({ accountHash: 'A', imageKey: 'K' })).toBe('IMAGE#A#K');
    expect(keys.tokenPk(tokenHash('t'))).toBe(`TOKEN#${tokenHash('t')}`);
    expect(keys.settingsPk('A')).toBe('ACCOUNT#A');
    expect(keys.signingKeysPk('A')).toBe('KEYS#A');
    expect(keys.imagesPartition('account-1')).toBe(`IMAGES#${HASH}`);
    expect(keys.tokensPartition('account-1')).toBe(`TOKENS#${HASH}`);
    expect(keys.tokenSort('2026-03-04T05:06:07.891Z', 'H')).toBe('2026-03-04T05:06:07.891Z#H');
  });

  it('hold a creator of any length, and nothing for none', () => {
    expect(keys.creatorPartition('account-1', undefined)).toBe(`CREATOR#${HASH}#`);
    expect(keys.creatorPartition('account-1', null)).toBe(`CREATOR#${HASH}#`);
    expect(keys.creatorPartition('account-1', 'x'.repeat(1024))).toHaveLength(`CREATOR#${HASH}#`.length + 43);
  });

  it('differ for creators whose names contain separators', () => {
    expect(keys.creatorPartition('account-1', '#')).not.toBe(keys.creatorPartition('account-1', '##'));
  });
});
