import { accountHash } from './account';
import { orDefaultKey } from './default-signing-key';
import type { DeliveryCache } from './delivery/delivery-ports';
import { resourceNotFound } from './errors';
import type { ListSigningKeysDeps } from './list-signing-keys';
import type { SigningKey } from './signing-keys';

/** What `deleteSigningKey` needs. */
export interface DeleteSigningKeyDeps extends ListSigningKeysDeps {
  readonly cache: Pick<DeliveryCache, 'purgeAccount'>;
}

/**
 * Deletes a key and returns the rest (contract 3.11); when it was the last, there is a new default. What was signed
 * with it is refused from then on, by the edge's cache too.
 * @throws DomainError `resource-not-found`.
 */
export const deleteSigningKey = async (
  accountId: string,
  name: string,
  { signingKeys, cache, newSigningKey }: DeleteSigningKeyDeps,
): Promise<readonly SigningKey[]> => {
  const rest = await signingKeys.change(accountHash(accountId), (keys) => {
    const kept = keys.filter((key) => key.name !== name);
    if (kept.length === keys.length) throw resourceNotFound('Signing key');
    return orDefaultKey(kept, newSigningKey);
  });
  await cache.purgeAccount(accountHash(accountId));
  return rest;
};
