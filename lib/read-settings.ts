/** The cdk context key that holds all settings, as an object. */
export const SETTINGS_KEY = 'directUpload';

const PREFIX = `${SETTINGS_KEY}.`;

type Tree = { [name: string]: unknown };

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values given with `-c` are always strings: JSON is read as JSON, anything else stays text. */
const parseValue = (value: unknown): unknown => {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
};

const withValue = (tree: Tree, [name = '', ...rest]: readonly string[], value: unknown): Tree => {
  if (rest.length === 0) return { ...tree, [name]: value };
  const inner = tree[name];
  return { ...tree, [name]: withValue(isTree(inner) ? inner : {}, rest, value) };
};

/** Also taken without the prefix: it is about building the bundles, not about what is deployed. */
const BUILD_SWITCH = 'nativeBundling';

/**
 * Collects the settings from cdk context: the object under `directUpload` (cdk.json, or JSON text), overridden by
 * dotted keys such as `-c directUpload.controlThrottle.burst=50`. The result is not validated.
 */
export const readSettings = (context: Readonly<Record<string, unknown>>): unknown => {
  const whole = parseValue(context[SETTINGS_KEY] ?? {});
  const overrides = Object.entries(context)
    .map(([key, value]) => [key === BUILD_SWITCH ? PREFIX + key : key, value] as const)
    .filter(([key]) => key.startsWith(PREFIX));
  if (!isTree(whole)) return whole;
  return overrides.reduce<Tree>(
    (tree, [key, value]) => withValue(tree, key.slice(PREFIX.length).split('.'), parseValue(value)),
    whole,
  );
};
