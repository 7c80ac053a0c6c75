/** The same port with some of its methods replaced; the others go to the original. */
export const intercept = <P extends object>(port: P, methods: Partial<P>): P =>
  new Proxy(port, {
    get(target, name) {
      const value = Reflect.get(name in methods ? methods : target, name);
      return typeof value === 'function' ? value.bind(name in methods ? methods : target) : value;
    },
  });
