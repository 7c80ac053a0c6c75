import { TemplateError } from '../template/template-error';

/** One segment of a route's path. */
export type RouteSegment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

/** A route key taken apart. */
export interface RoutePath {
  /** `ANY` for every method; undefined for `$default`, which has no path either. */
  readonly method?: string;
  readonly segments?: readonly RouteSegment[];
}

/** A matched route with the raw values of its path variables. */
export interface SelectedRoute<R extends RoutePath> {
  readonly route: R;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/** Parses `GET /a/{id}/{rest+}` or `$default`. @throws TemplateError */
export const parseRoutePath = (routeKey: string, logicalId: string): RoutePath => {
  if (routeKey === '$default') return {};
  const match = /^([A-Z]+) (\/.*)$/.exec(routeKey);
  if (!match?.[1] || !match[2]) throw new TemplateError(logicalId, `${routeKey} is not a route key`);
  const segments = match[2].slice(1).split('/').map(parseSegment);
  if (segments.slice(0, -1).some(({ kind }) => kind === 'greedy'))
    throw new TemplateError(logicalId, `the greedy variable of ${routeKey} must come last`);
  return { method: match[1], segments };
};

const parseSegment = (text: string): RouteSegment => {
  const variable = /^\{(.+?)(\+?)\}$/.exec(text);
  if (!variable?.[1]) return { kind: 'literal', text };
  return { kind: variable[2] ? 'greedy' : 'parameter', name: variable[1] };
};

const RANK = { literal: 0, parameter: 1, greedy: 2 };

/**
 * Selects a route by API Gateway's priorities: a full match of the path, then a greedy variable, then `$default`; of
 * two that match, the one more specific segment by segment, and a method before `ANY` (HTTP API developer guide,
 * "Routing API requests"). Undefined when nothing matches.
 */
export const selectRoute = <R extends RoutePath>(
  routes: readonly R[],
  method: string,
  path: string,
): SelectedRoute<R> | undefined => {
  const segments = path.slice(1).split('/');
  const matches = routes
    .filter((route) => route.method === method || route.method === 'ANY')
    .flatMap((route) => {
      const pathParameters = matchSegments(route.segments ?? [], segments);
      return pathParameters ? [{ route, pathParameters }] : [];
    })
    .sort((a, b) => compareSpecificity(a.route, b.route));
  const fallback = routes.find((route) => route.segments === undefined);
  return matches[0] ?? (fallback && { route: fallback, pathParameters: {} });
};

const matchSegments = (
  pattern: readonly RouteSegment[],
  segments: readonly string[],
): Record<string, string> | undefined => {
  const parameters: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index];
    if (segment === undefined) return undefined;
    if (part.kind === 'literal' ? part.text !== segment : segment === '') return undefined;
    if (part.kind === 'parameter') parameters[part.name] = segment;
    if (part.kind === 'greedy') return { ...parameters, [part.name]: segments.slice(index).join('/') };
  }
  return segments.length === pattern.length ? parameters : undefined;
};

const compareSpecificity = (a: RoutePath, b: RoutePath): number => {
  const pairs = Math.max(a.segments?.length ?? 0, b.segments?.length ?? 0);
  for (let i = 0; i < pairs; i++) {
    const difference = rank(a.segments?.[i]) - rank(b.segments?.[i]);
    if (difference !== 0) return difference;
  }
  return Number(a.method === 'ANY') - Number(b.method === 'ANY');
};

const rank = (segment: RouteSegment | undefined): number => RANK[segment?.kind ?? 'greedy'];
