import type { SigningKey } from './signing-keys';

/** The key that an account without any is given (contract 3.11, 6.2). */
const DEFAULT_NAME = 'default';

/** An account is never without a key: the list as it is, or a new default key. */
export const orDefaultKey = (
  keys: readonly SigningKey[],
  newSigningKey: () => string,
): readonly SigningKey[] => (keys.length > 0 ? keys : [{ name: DEFAULT_NAME, value: newSigningKey() }]);
