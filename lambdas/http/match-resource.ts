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

/** Undefined for text that no client can have meant. */
const decode = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/**
 * Finds the resource that an encoded path names. Slashes part it before anything is decoded, so an encoded slash
 * stays inside its variable; decoding happens here and nowhere else (contract 0.2, 4). Where two resources fit, the one
 * that comes first in the list of routes counts: constant paths come before variables there. A path that is no
 * percent-encoded UTF-8 names nothing.
 */
export const matchResource = (path: string): ResourceMatch | undefined => {
  for (const { pattern, template, names, methods } of RESOURCES) {
    const match = pattern.exec(path);
    if (!match) continue;
    const values = match.slice(1).map(decode);
    const pathParameters: Record<string, string> = {};
    for (const [index, name] of names.entries()) {
      const value = values[index];
      if (value === undefined) return undefined;
      pathParameters[name] = value;
    }
    return { template, pathParameters, methods };
  }
  return undefined;
};
