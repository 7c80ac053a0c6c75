/** One service answers a whole suite, on as few cores as there are; jest's own five seconds are for unit tests. */
jest.setTimeout(60_000);
