const methodsOf = (resource) => {
  const names = new Set();
  for (
    let level = Object.getPrototypeOf(resource);
    level && Object.getPrototypeOf(level) !== null;
    level = Object.getPrototypeOf(level)
  )
    for (const name of Object.getOwnPropertyNames(level))
      if (name !== 'constructor' && !name.startsWith('_')) names.add(name);
  return [...names];
};

const subresourcesOf = (resource) =>
  Object.entries(resource).filter(([name, value]) => !name.startsWith('_') && typeof value === 'object');

/**
 * Notes which methods of an SDK resource and of everything below it are called, without changing what they do.
 * `all` are the names of the methods that there are, e.g. `v1.keys.list`; `called` fills as they are used.
 */
export const recordCalls = (resource, prefix = '', record = { all: new Set(), called: new Set() }) => {
  for (const method of methodsOf(resource)) {
    const original = resource[method];
    record.all.add(prefix + method);
    resource[method] = (...parameters) => {
      record.called.add(prefix + method);
      return original.apply(resource, parameters);
    };
  }
  for (const [name, child] of subresourcesOf(resource)) recordCalls(child, `${prefix}${name}.`, record);
  return record;
};
