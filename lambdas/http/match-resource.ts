import { ROUTES, type Route } from './routes';

/** What a path names. */
export interface ResourceMatch {
  /** The resource's path in the list of routes, with its variables. */
  readonly template: string;
  /** The values of the variables, decoded once. */
  readonly pathParameters: Readonly<Record<string, string>>;
  /** The methods that it has, sorted. */
  readonly methods: readonly Route['method'][];
}

interface Resource {
  readonly template: string;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  readonly methods: readonly Route['method'][];
}

const escapeRegExp = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** `{x}` is one segment, `{x+}` all that follow, none of them empty. */
const resourceAt = (template: string): Resource => {
  const names: string[] = [];
  const segments = template.split('/').map((segment) => {
    const variable = /^\{(\w+)(\+?)\}$/.exec(segment);
    if (!variable) return escapeRegExp(segment);
    names.push(variable[1] ?? '');
    return variable[2] === '+' ? '([^/]+(?:/[^/]+)*)' : '([^/]+)';
  });
  const methods = ROUTES.filter(({ path }) => path === template).map(({ method }) => method);
  return { template, pattern: new RegExp(`^${segments.join('/')}$`, 's'), names, methods: methods.sort() };
};

const RESOURCES = [...new Set(ROUTES.map(({ path }) => path))].map(resourceAt);

/** Whether a path is percent-encoded UTF-8; what is not, no client can have meant. */
export const isDecodable = (path: string): boolean => {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
};

/**
 * Finds the resource that an encoded path names. Slashes part it before anything is decoded, so an encoded slash
 * stays inside its variable; decoding happens here and nowhere else (contract 0.2, 4). Where two resources fit, the one
 * that comes first in the list of routes counts: constant paths come before variables there. A path that
 * cannot be decoded names none.
 */
export const matchResource = (path: string): ResourceMatch | undefined => {
  if (!isDecodable(path)) return undefined;
  for (const { pattern, template, names, methods } of RESOURCES) {
    const match = pattern.exec(path);
    if (!match) continue;
    const values = names.map((name, index) => [name, decodeURIComponent(match[index + 1] ?? '')]);
    return { template, pathParameters: Object.fromEntries(values), methods };
  }
  return undefined;
};
