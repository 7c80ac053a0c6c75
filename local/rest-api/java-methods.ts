type Params = readonly unknown[];
type Method<T> = (value: T, params: Params) => unknown;

/** A method call in a template, as velocityjs hands it to a handler. */
export interface MethodCall {
  readonly property: string;
  readonly context: unknown;
  readonly params: unknown[];
}

/** Java's methods of String. Replacement text of `replaceAll` follows Java: `$1` is a group, `\` escapes. */
const STRING_METHODS: Readonly<Record<string, Method<string>>> = {
  charAt: (text, [index]) => text.charAt(Number(index)),
  concat: (text, [other]) => text + String(other),
  contains: (text, [part]) => text.includes(String(part)),
  endsWith: (text, [end]) => text.endsWith(String(end)),
  equals: (text, [other]) => text === other,
  equalsIgnoreCase: (text, [other]) => text.toLowerCase() === String(other).toLowerCase(),
  indexOf: (text, [part]) => text.indexOf(String(part)),
  isEmpty: (text) => text === '',
  lastIndexOf: (text, [part]) => text.lastIndexOf(String(part)),
  length: (text) => text.length,
  matches: (text, [pattern]) => new RegExp(`^(?:${String(pattern)})$`).test(text),
  replace: (text, [from, to]) => text.replaceAll(String(from), () => String(to)),
  replaceAll: (text, [pattern, to]) => text.replace(new RegExp(String(pattern), 'g'), replacement(to)),
  replaceFirst: (text, [pattern, to]) => text.replace(new RegExp(String(pattern)), replacement(to)),
  split: (text, [pattern]) => text.split(new RegExp(String(pattern))),
  startsWith: (text, [start]) => text.startsWith(String(start)),
  substring: (text, [from, to]) => text.substring(Number(from), to === undefined ? undefined : Number(to)),
  toLowerCase: (text) => text.toLowerCase(),
  toString: (text: string) => text,
  toUpperCase: (text) => text.toUpperCase(),
  trim: (text) => text.trim(),
};

const replacement = (to: unknown): string =>
  String(to)
    .replace(/\\(.)/g, '$1')
    .replace(/\$(?!\d)/g, '$$$$');

type MapObject = Record<string, unknown>;

/** Java's methods of Map, on the object's own entries only: a client's header called `get` changes nothing. */
const MAP_METHODS: Readonly<Record<string, Method<MapObject>>> = {
  containsKey: (map, [key]) => Object.hasOwn(map, String(key)),
  entrySet: (map) => Object.entries(map).map(([key, value]) => ({ key, value })),
  get: (map, [key]) => (Object.hasOwn(map, String(key)) ? map[String(key)] : undefined),
  isEmpty: (map) => Object.keys(map).length === 0,
  keySet: (map) => Object.keys(map),
  size: (map) => Object.keys(map).length,
  values: (map) => Object.values(map),
};

const LIST_METHODS: Readonly<Record<string, Method<unknown[]>>> = {
  contains: (list, [item]) => list.includes(item),
  get: (list, [index]) => list[Number(index)],
  isEmpty: (list) => list.length === 0,
  size: (list) => list.length,
};

/**
 * Calls a method as the Java behind API Gateway's templates would. Returns undefined when the value is one of the
 * template's own objects, whose members are functions.
 * @throws Error for a method that Java's type does not have, so that a template cannot lean on JavaScript
 */
export const callJavaMethod = ({
  property,
  context,
  params,
}: MethodCall): { result: unknown } | undefined => {
  if (typeof context === 'string')
    return { result: find(STRING_METHODS, property, 'String')(context, params) };
  if (Array.isArray(context)) return { result: find(LIST_METHODS, property, 'List')(context, params) };
  if (typeof context !== 'object' || context === null) return undefined;
  const map = context as MapObject;
  if (typeof map[property] === 'function' && Object.hasOwn(map, property)) return undefined;
  return { result: find(MAP_METHODS, property, 'Map')(map, params) };
};

const find = <T>(methods: Readonly<Record<string, Method<T>>>, name: string, type: string): Method<T> => {
  const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
  if (!method) throw new Error(`the local service knows no method ${name} of a ${type}`);
  return method;
};
