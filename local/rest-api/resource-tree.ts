/** A resource of the API with the methods `M` on it. */
export interface ResourceNode<M> {
  readonly resourceId: string;
  /** The path with its variables, e.g. `/{account}/{proxy+}`; `/` for the root. */
  readonly path: string;
  readonly part: string;
  readonly children: ResourceNode<M>[];
  /** By HTTP method, `ANY` included. */
  readonly methods: Map<string, M>;
}

/** A matched resource with the raw (still percent-encoded) values of its path variables. */
export interface FoundResource<M> {
  readonly node: ResourceNode<M>;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * Finds the resource of a path, stage already removed. A literal part goes before a variable, a variable before a
 * greedy one; a single slash at the end is ignored, as REST APIs do. Variables never match an empty segment.
 */
export const findResource = <M>(root: ResourceNode<M>, path: string): FoundResource<M> | undefined => {
  const trimmed = path.endsWith('/') ? path.slice(0, -1) : path;
  return trimmed === '' ? { node: root, pathParameters: {} } : descend(root, trimmed.slice(1).split('/'), {});
};

const descend = <M>(
  node: ResourceNode<M>,
  segments: readonly string[],
  parameters: Readonly<Record<string, string>>,
): FoundResource<M> | undefined => {
  const [segment, ...rest] = segments;
  if (segment === undefined) return { node, pathParameters: parameters };
  for (const child of byPrecedence(node.children)) {
    const variable = variableOf(child.part);
    if (!variable && child.part !== segment) continue;
    if (variable && segment === '') continue;
    if (variable?.greedy)
      return { node: child, pathParameters: { ...parameters, [variable.name]: segments.join('/') } };
    const found = descend(child, rest, variable ? { ...parameters, [variable.name]: segment } : parameters);
    if (found) return found;
  }
  return undefined;
};

const byPrecedence = <M>(children: readonly ResourceNode<M>[]): ResourceNode<M>[] =>
  [...children].sort((a, b) => precedence(a.part) - precedence(b.part));

const precedence = (part: string): number => {
  const variable = variableOf(part);
  if (!variable) return 0;
  return variable.greedy ? 2 : 1;
};

const variableOf = (part: string): { name: string; greedy: boolean } | undefined => {
  const match = /^\{([^}]+?)(\+?)\}$/.exec(part);
  return match?.[1] ? { name: match[1], greedy: match[2] === '+' } : undefined;
};
