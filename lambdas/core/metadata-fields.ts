import { invalidRequest } from './errors';
import type { Json, Metadata } from './image';
import { checkMetadata, checkMetadataKey, parseMetadata } from './metadata';

/** One text field of a form, in the order of arrival. */
export type FormField = readonly [name: string, value: string];

/** One step into the metadata: a key, or the end of a list (`[]`). */
type Step = { readonly key: string; readonly index: boolean } | 'append';

interface Branch {
  readonly children: Map<string, Branch | string>;
  /** False once a child came that is no list element. */
  list: boolean;
}

/** Bounds the work on hostile forms; 1,024 bytes of JSON hold fewer. */
const MAX_FIELDS = 256;
const MAX_STEPS = 32;

const STEP = /\[([^[\]]*)\]|\.([^.[\]]+)/y;

/** `metadata[a][b]` (TypeScript), `metadata.a.b` (Python, Go), `metadata[t][]` and `metadata.t.0` (lists). */
const stepsOf = (name: string): Step[] => {
  const steps: Step[] = [];
  STEP.lastIndex = 'metadata'.length;
  while (STEP.lastIndex < name.length) {
    const match = STEP.exec(name);
    if (!match)
      throw invalidRequest('metadata: a field name is not of the form metadata[a][b] or metadata.a.b');
    if (steps.length === MAX_STEPS)
      throw invalidRequest(`metadata must not be nested deeper than ${MAX_STEPS} levels`);
    const [, bracket, dotted] = match;
    const key = String(bracket ?? dotted);
    checkMetadataKey(key);
    steps.push(
      key === '' ? 'append' : { key, index: dotted !== undefined && /^(?:0|[1-9]\d{0,2})$/.test(dotted) },
    );
  }
  return steps;
};

const newBranch = (): Branch => ({ children: new Map(), list: true });

const enter = (branch: Branch, step: Step): string => {
  if (step === 'append') return String(branch.children.size);
  if (!step.index) branch.list = false;
  return step.key;
};

const put = (root: Branch, steps: readonly Step[], value: string, name: string): void => {
  let branch = root;
  for (const [position, step] of steps.entries()) {
    const key = enter(branch, step);
    const existing = branch.children.get(key);
    const isLast = position === steps.length - 1;
    if (typeof existing === 'string' || (isLast && existing !== undefined)) {
      throw invalidRequest(`metadata: the field ${name} is given twice or both as a value and as an object`);
    }
    const next: Branch | string = isLast ? value : (existing ?? newBranch());
    branch.children.set(key, next);
    if (typeof next !== 'string') branch = next;
  }
};

/** A branch whose children are numbered 0, 1, … without a gap is a list; in any order of arrival. */
const toJson = (node: Branch | string, isRoot = false): Json => {
  if (typeof node === 'string') return node;
  const { children } = node;
  const elements = [...children.keys()].map((_, index) => children.get(String(index)));
  if (!isRoot && node.list && elements.every((element) => element !== undefined)) {
    return elements.map((element) => toJson(element));
  }
  return Object.fromEntries([...children].map(([key, child]) => [key, toJson(child)]));
};

/**
 * The metadata of a form (contract 3.3): the field `metadata` as JSON, or else the fields `metadata…` collected into
 * an object. Collected values stay strings, because the wire has lost their types and guessing would corrupt "007".
 * Undefined when the form has none of them.
 * @throws DomainError `invalid-request`
 */
export const metadataFromFields = (fields: readonly FormField[]): Metadata | undefined => {
  const whole = fields.find(([name]) => name === 'metadata');
  if (whole) return parseMetadata(whole[1]);
  const parts = fields.filter(([name]) => name.startsWith('metadata[') || name.startsWith('metadata.'));
  if (parts.length === 0) return undefined;
  if (parts.length > MAX_FIELDS)
    throw invalidRequest(`metadata must not have more than ${MAX_FIELDS} fields`);
  const root = newBranch();
  for (const [name, value] of parts) put(root, stepsOf(name), value, name);
  return checkMetadata(toJson(root, true));
};
