import { InMemorySigningKeys } from '../../support/in-memory/in-memory-signing-keys';
import { describeSigningKeys } from '../../support/ports/signing-keys-behaviour';

describe('signing keys in memory', () => {
  describeSigningKeys(async () => new InMemorySigningKeys());
});
