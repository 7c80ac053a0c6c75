/** Around one request of a client, whatever it sends and gets. */
type Middleware = <Args, Output>(next: (args: Args) => Promise<Output>) => (args: Args) => Promise<Output>;

/** A client of the AWS SDK, as far as its middlewares go. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: Middleware,
      options: { readonly step: 'initialize'; readonly name: string; readonly priority: 'high' },
    ): void;
  };
}

/** Makes a client throw what `report` makes instead of the errors that match, after the SDK's own retries. */
export const replaceErrors = <C extends Client>(
  client: C,
  matches: (error: unknown) => boolean,
  report: () => Error,
): C => {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw matches(error) ? report() : error;
      }
    },
    { step: 'initialize', name: 'replaceErrors', priority: 'high' },
  );
  return client;
};
