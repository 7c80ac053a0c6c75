import { Parser } from 'htmlparser2';
import { undecodable } from '../core/errors';
import { SVG_DRAWING_ELEMENTS } from './svg-allow-list';

/** Elements in the document; maps and traced drawings have tens of thousands. */
export const MAX_SVG_ELEMENTS = 100_000;
/** Levels of nesting. */
export const MAX_SVG_DEPTH = 256;
/** Elements that are drawn once every reference is followed; a nested `use` multiplies them. */
const MAX_SVG_DRAWN_ELEMENTS = 500_000;
/** Levels of nesting once every reference is followed. Counting recurses as deep, and must not exhaust the stack. */
const MAX_DRAWN_DEPTH = 512;
/** Harmful style sheets that are taken out of a document; each time all that was written so far is copied. */
const MAX_REMOVED_STYLE_SHEETS = 100;

interface Node {
  readonly name: string;
  readonly children: Node[];
  /** Ids that the element refers to. */
  readonly references: readonly string[];
  /** Elements drawn for it, everything it refers to included; known once it was counted. */
  drawn?: number;
  counting?: boolean;
}

interface Tree {
  readonly root: Node;
  readonly byId: ReadonlyMap<string, Node>;
}

const FRAGMENT_URL = /url\(\s*["']?#([^"')\s]+)/gi;

const referencesOf = (attributes: Readonly<Record<string, string>>): string[] =>
  Object.entries(attributes).flatMap(([name, value]) =>
    name === 'href' || name === 'xlink:href'
      ? value.startsWith('#')
        ? [value.slice(1)]
        : []
      : [...value.matchAll(FRAGMENT_URL)].map(([, id = '']) => id),
  );

const readTree = (svg: string): Tree => {
  const root: Node = { name: '', children: [], references: [] };
  const byId = new Map<string, Node>();
  const open = [root];
  const parser = new Parser(
    {
      onopentag: (name, attributes) => {
        const node = { name, children: [], references: referencesOf(attributes) };
        open.at(-1)?.children.push(node);
        open.push(node);
        if (attributes['id'] && !byId.has(attributes['id'])) byId.set(attributes['id'], node);
      },
      onclosetag: () => void open.pop(),
    },
    { xmlMode: true },
  );
  parser.end(svg);
  return { root, byId };
};

const tooComplex = (what: string) => undecodable(`the SVG is too complex: ${what}`);

/** A reference back to an element that is being counted draws nothing: browsers cut such circles too. */
const countDrawn = (node: Node, { byId }: Pick<Tree, 'byId'>, depth: number): number => {
  if (node.drawn !== undefined) return node.drawn;
  if (node.counting) return 0;
  if (depth > MAX_DRAWN_DEPTH)
    throw tooComplex(`elements and what they refer to nest more than ${MAX_DRAWN_DEPTH} deep`);
  node.counting = true;
  let drawn = 1;
  for (const child of node.children) drawn += countDrawn(child, { byId }, depth + 1);
  for (const id of node.references) {
    const target = byId.get(id);
    if (target) drawn += countDrawn(target, { byId }, depth + 1);
  }
  if (drawn > MAX_SVG_DRAWN_ELEMENTS)
    throw tooComplex(`it draws more than ${MAX_SVG_DRAWN_ELEMENTS} elements`);
  node.counting = false;
  node.drawn = drawn;
  return drawn;
};

const someNode = (node: Node, test: (node: Node) => boolean): boolean =>
  test(node) || node.children.some((child) => someNode(child, test));

/**
 * Counts what a sanitised document draws when every reference is followed ("billion laughs" by nested `use`).
 * Its nesting is bounded before, by `createGuard`.
 * @throws DomainError `undecodable` when that is too much, or nothing at all
 */
export const assertDrawable = (svg: string): void => {
  const tree = readTree(svg);
  if (!someNode(tree.root, ({ name }) => SVG_DRAWING_ELEMENTS.has(name))) {
    throw undecodable('the SVG draws nothing');
  }
  countDrawn(tree.root, tree, 0);
};

/** Watches a document while it is parsed, so that one that is made to exhaust the parser is left at once. */
export const createGuard = () => {
  let elements = 0;
  let depth = 0;
  let removedStyleSheets = 0;
  let isInStyleSheet = false;
  return {
    /** @throws DomainError `undecodable` */
    open: (name: string): void => {
      // Text of a child element is not part of the style sheet that is judged.
      if (isInStyleSheet) throw undecodable('the SVG has a style sheet with elements inside');
      isInStyleSheet = name === 'style';
      elements += 1;
      depth += 1;
      if (elements > MAX_SVG_ELEMENTS) throw tooComplex(`it has more than ${MAX_SVG_ELEMENTS} elements`);
      if (depth > MAX_SVG_DEPTH) throw tooComplex(`elements nest more than ${MAX_SVG_DEPTH} deep`);
    },
    close: (): void => {
      isInStyleSheet = false;
      depth -= 1;
    },
    /** @throws DomainError `undecodable` */
    removeStyleSheet: (): void => {
      removedStyleSheets += 1;
      if (removedStyleSheets > MAX_REMOVED_STYLE_SHEETS)
        throw tooComplex(`more than ${MAX_REMOVED_STYLE_SHEETS} of its style sheets are not allowed`);
    },
  };
};
