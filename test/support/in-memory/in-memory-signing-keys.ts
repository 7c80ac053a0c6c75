import type { SigningKey, SigningKeyRepository } from '../../../lambdas/core/signing-keys';

/** Signing keys in memory; held to the same behaviour suite as the DynamoDB adapter. */
export class InMemorySigningKeys implements SigningKeyRepository {
  readonly #byHash = new Map<string, readonly SigningKey[]>();

  async list(hash: string): Promise<readonly SigningKey[]> {
    return structuredClone(this.#byHash.get(hash) ?? []);
  }

  async change(
    hash: string,
    change: (keys: readonly SigningKey[]) => readonly SigningKey[],
  ): Promise<readonly SigningKey[]> {
    const keys = change(await this.list(hash));
    this.#byHash.set(hash, structuredClone(keys));
    return keys;
  }
}
