import { isObject } from '../is-object';
import { NO_VALUE } from './pseudo-parameters';
import { TemplateError } from './template-error';

/** What intrinsic functions look things up in. `path` is for error messages only. */
export interface Scope {
  ref(name: string, path: string): unknown;
  getAtt(logicalId: string, attribute: string, path: string): unknown;
  condition(name: string, path: string): boolean;
  findInMap(map: string, key: string, subKey: string, path: string): unknown;
}

type Intrinsic = (argument: unknown, scope: Scope, path: string) => unknown;

const list = (value: unknown, path: string, shape: string): unknown[] => {
  if (!Array.isArray(value)) throw new TemplateError(path, `expected ${shape}, got ${JSON.stringify(value)}`);
  return value;
};

const text = (value: unknown, path: string): string => {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new TemplateError(path, `expected a string, got ${JSON.stringify(value)}`);
};

const getAtt: Intrinsic = (argument, scope, path) => {
  const [logicalId, ...attribute] =
    typeof argument === 'string' ? argument.split('.') : list(argument, path, '[id, attribute]');
  return scope.getAtt(
    text(logicalId, path),
    attribute.map((part) => text(resolveValue(part, scope, path), path)).join('.'),
    path,
  );
};

const join: Intrinsic = (argument, scope, path) => {
  const [separator, parts] = list(argument, path, '[separator, [values]]');
  const resolved = list(resolveValue(parts, scope, path), path, '[separator, [values]]');
  return resolved.map((part) => text(part, path)).join(text(separator, path));
};

const split: Intrinsic = (argument, scope, path) => {
  const [separator, value] = list(argument, path, '[separator, value]');
  return text(resolveValue(value, scope, path), path).split(text(separator, path));
};

const select: Intrinsic = (argument, scope, path) => {
  const [index, values] = list(argument, path, '[index, [values]]');
  const options = list(resolveValue(values, scope, path), path, '[index, [values]]');
  const position = Number(text(resolveValue(index, scope, path), path));
  if (!(position in options))
    throw new TemplateError(path, `index ${position} is outside ${options.length} values`);
  return options[position];
};

/** `${Name}`, `${Resource.Attribute}`, `${!Literal}`; names of the second argument win. */
const sub: Intrinsic = (argument, scope, path) => {
  const [pattern, variables] = Array.isArray(argument) ? argument : [argument, {}];
  const names = isObject(variables) ? variables : {};
  return text(pattern, path).replace(/\$\{([^}]+)\}/g, (_, expression: string) => {
    const key = expression.trim();
    if (key.startsWith('!')) return `\${${key.slice(1)}}`;
    if (Object.hasOwn(names, key)) return text(resolveValue(names[key], scope, path), path);
    return text(key.includes('.') ? getAtt(key, scope, path) : scope.ref(key, path), path);
  });
};

const conditional: Intrinsic = (argument, scope, path) => {
  const [name, whenTrue, whenFalse] = list(argument, path, '[condition, then, else]');
  return resolveValue(scope.condition(text(name, path), path) ? whenTrue : whenFalse, scope, path);
};

const findInMap: Intrinsic = (argument, scope, path) => {
  const keys = list(argument, path, '[map, key, key]').map((key) =>
    text(resolveValue(key, scope, path), path),
  );
  return scope.findInMap(keys[0] ?? '', keys[1] ?? '', keys[2] ?? '', path);
};

const base64: Intrinsic = (argument, scope, path) =>
  Buffer.from(text(resolveValue(argument, scope, path), path)).toString('base64');

const INTRINSICS: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope, path) => scope.ref(text(argument, path), path),
  'Fn::Base64': base64,
  'Fn::FindInMap': findInMap,
  'Fn::GetAtt': getAtt,
  'Fn::If': conditional,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': sub,
};

const intrinsicOf = (value: Record<string, unknown>, path: string): Intrinsic | undefined => {
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  const intrinsic = INTRINSICS[name];
  if (!intrinsic && name.startsWith('Fn::'))
    throw new TemplateError(path, `the local service does not know the intrinsic function ${name}`);
  return intrinsic;
};

/**
 * Resolves every intrinsic function inside a template value; `{Ref: 'AWS::NoValue'}` drops the property or list item.
 * @throws TemplateError naming the path when a function, reference or attribute is unknown.
 */
export const resolveValue = (value: unknown, scope: Scope, path: string): unknown => {
  if (Array.isArray(value))
    return value
      .map((item, index) => resolveValue(item, scope, `${path}[${index}]`))
      .filter((item) => item !== NO_VALUE);
  if (!isObject(value)) return value;
  const intrinsic = intrinsicOf(value, path);
  if (intrinsic) return intrinsic(Object.values(value)[0], scope, path);
  const entries = Object.entries(value).map(
    ([key, item]) => [key, resolveValue(item, scope, `${path}.${key}`)] as const,
  );
  return Object.fromEntries(entries.filter(([, item]) => item !== NO_VALUE));
};
