/** A JSON Schema, or an OpenAPI 3.0 schema object. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly type?: string | readonly string[];
  readonly nullable?: boolean;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
  readonly maxLength?: number;
}

/** A media type's schema. */
export interface Content {
  readonly [mediaType: string]: { readonly schema: Schema };
}

/** What the tests read of an operation. */
export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: { readonly required?: boolean; readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly $ref?: string; readonly content?: Content }>>;
}

/** What the tests read of an OpenAPI document. */
export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation of a document: its method in upper case, its path, and itself. */
export const operationsOf = ({ paths }: OpenApi): { method: string; path: string; operation: Operation }[] =>
  Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item)
      .filter(([method]) => METHODS.includes(method))
      .map(([method, operation]) => ({
        method: method.toUpperCase(),
        path,
        operation: operation as Operation,
      })),
  );

const merge = (a: Schema, b: Schema): Schema => ({
  ...a,
  ...b,
  ...(a.properties || b.properties
    ? {
        properties: Object.fromEntries(
          [...new Set([...Object.keys(a.properties ?? {}), ...Object.keys(b.properties ?? {})])].map(
            (name) => {
              const [left, right] = [a.properties?.[name], b.properties?.[name]];
              return [name, left && right ? { allOf: [left, right] } : (left ?? right ?? {})];
            },
          ),
        ),
      }
    : {}),
  ...(a.required || b.required ? { required: [...(a.required ?? []), ...(b.required ?? [])] } : {}),
});

/** The schema itself: references followed, `allOf` merged; `anyOf` of one and null is the one, nullable. */
export const resolveSchema = (document: OpenApi, schema: Schema): Schema => {
  const { $ref, allOf, ...own } = schema;
  const parts = [
    ...($ref ? [document.components.schemas[$ref.split('/').at(-1) ?? ''] ?? {}] : []),
    ...(allOf ?? []),
  ].map((part) => resolveSchema(document, part));
  return [...parts, own].reduce(merge, {});
};

/** The JSON types that a schema allows; empty for any. */
export const typesOf = (document: OpenApi, schema: Schema): string[] => {
  const { type, nullable, anyOf, enum: values, const: value } = resolveSchema(document, schema);
  if (anyOf) {
    const each = anyOf.map((choice) => typesOf(document, choice));
    return each.some((types) => types.length === 0) ? [] : [...new Set(each.flat())];
  }
  if (value === null || (values?.length === 1 && values[0] === null)) return ['null'];
  const types = type === undefined ? [] : [type].flat();
  return nullable && types.length > 0 ? [...types, 'null'] : types;
};
