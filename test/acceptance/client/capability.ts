type TestBody = () => Promise<void>;

/**
 * Registers a test that needs something not every deployment offers: the local service's data, a second account.
 * Without it the test is reported as skipped, with the reason in its title.
 */
export const testWith = (capability: string, isOffered: boolean, title: string, body: TestBody): void => {
  if (isOffered) test(title, body);
  else test.skip(`${title} (needs ${capability})`, body);
};
