/** A key that signs delivery URLs (contract 3.11, 6.2); `value` is used as text. */
export interface SigningKey {
  readonly name: string;
  readonly value: string;
}

/** The signing keys of each account, apart from its settings: only functions that show or verify with them see them. */
export interface SigningKeyRepository {
  /** None until the account's keys are first looked at; consistent read. */
  list(accountHash: string): Promise<readonly SigningKey[]>;
  /**
   * Replaces the keys by what `change` makes of them, starting over when someone else was faster. `change` may throw, and
   * returns the very list it was given when nothing is to be written.
   */
  change(
    accountHash: string,
    change: (keys: readonly SigningKey[]) => readonly SigningKey[],
  ): Promise<readonly SigningKey[]>;
}
