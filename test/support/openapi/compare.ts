import { type OpenApi, resolveSchema, type Schema, typesOf } from './open-api';

/** A schema within its document. */
export interface Located {
  readonly document: OpenApi;
  readonly schema: Schema;
}

/** What stands under a name; a map has the same under every name. */
const property = ({ document, schema }: Located, name: string): Located | undefined => {
  const { properties, additionalProperties } = resolveSchema(document, schema);
  const found =
    properties?.[name] ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
  return found && { document, schema: found };
};

const namesOf = ({ document, schema }: Located): string[] =>
  Object.keys(resolveSchema(document, schema).properties ?? {});

const elements = ({ document, schema }: Located): Located => ({
  document,
  schema: resolveSchema(document, schema).items ?? {},
});

const isRequired = ({ document, schema }: Located, name: string): boolean =>
  (resolveSchema(document, schema).required ?? []).includes(name);

/** Types of `narrow` that `wide` does not allow; a whole number is a number. */
const excess = (narrow: Located, wide: Located): string[] => {
  const allowed = typesOf(wide.document, wide.schema);
  if (allowed.length === 0) return [];
  const types = typesOf(narrow.document, narrow.schema);
  return (types.length === 0 ? ['any'] : types).filter(
    (type) => !allowed.includes(type) && !(type === 'integer' && allowed.includes('number')),
  );
};

/**
 * What a client that was made for the reference's answers would miss in ours, or find another type of. Only names and
 * types: what else the reference says of strings, its own examples contradict.
 */
export const compareAnswer = (at: string, reference: Located, ours: Located): string[] => {
  const types = excess(ours, reference);
  if (types.length > 0) return [`${at}: may be ${types.join(' or ')}`];
  const inElements = resolveSchema(reference.document, reference.schema).items
    ? compareAnswer(`${at}[]`, elements(reference), elements(ours))
    : [];
  const inProperties = namesOf(reference).flatMap((name) => {
    const [theirs, own] = [property(reference, name), property(ours, name)];
    if (!theirs) return [];
    if (!own) return [`${at}.${name}: absent`];
    const optional =
      isRequired(reference, name) && namesOf(ours).includes(name) && !isRequired(ours, name)
        ? [`${at}.${name}: optional`]
        : [];
    return [...optional, ...compareAnswer(`${at}.${name}`, theirs, own)];
  });
  return [...inElements, ...inProperties];
};

/** Bounds of ours that the reference does not have, or has wider. */
const narrowed = (reference: Schema, ours: Schema): string[] => [
  ...(ours.minimum !== undefined && ours.minimum > (reference.minimum ?? Number.NEGATIVE_INFINITY)
    ? [`at least ${ours.minimum}`]
    : []),
  ...(ours.maximum !== undefined && ours.maximum < (reference.maximum ?? Number.POSITIVE_INFINITY)
    ? [`at most ${ours.maximum}`]
    : []),
  ...(reference.enum ?? [])
    .filter((value) => ours.enum && !ours.enum.includes(value))
    .map((value) => `not ${value}`),
];

/** What a client may send by the reference and ours would refuse or ignore. */
export const compareRequest = (at: string, reference: Located, ours: Located): string[] => {
  const types = excess(reference, ours);
  const wholeNumbers = types.length === 1 && types[0] === 'number';
  if (types.length > 0 && !wholeNumbers) return [`${at}: must not be ${types.join(' or ')}`];
  const [theirs, own] = [reference, ours].map(({ document, schema }) => resolveSchema(document, schema));
  const rules = [...(wholeNumbers ? ['whole numbers only'] : []), ...narrowed(theirs ?? {}, own ?? {})];
  const inProperties = namesOf(reference).flatMap((name) => {
    const [wanted, taken] = [property(reference, name), property(ours, name)];
    if (!wanted) return [];
    if (!taken) return [`${at}.${name}: absent`];
    return compareRequest(`${at}.${name}`, wanted, taken);
  });
  const demanded = (own?.required ?? [])
    .filter((name) => !isRequired(reference, name))
    .map((name) => `${at}.${name}: required`);
  return [...rules.map((rule) => `${at}: ${rule}`), ...demanded, ...inProperties];
};
