import * as z from 'zod/mini';

/** A JSON Schema of draft 2020-12, which OpenAPI 3.1 uses as it is. */
export type JsonSchema = { [keyword: string]: unknown };

/** Where a named schema is in the document. */
export const schemaRef = (name: string): JsonSchema => ({ $ref: `#/components/schemas/${name}` });

type Override = NonNullable<NonNullable<Parameters<typeof z.toJSONSchema>[1]>['override']>;

/** Says less of what zod says twice: `date-time` needs no pattern, a whole number no bound of JavaScript's. */
const simplify: Override = ({ jsonSchema }) => {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.type === 'object' && jsonSchema.additionalProperties !== undefined) {
    delete jsonSchema.propertyNames;
  }
};

/**
 * JSON Schemas for named schemas, which refer to each other as components. `input` describes what a client may send,
 * `output` what comes out of parsing it, and what we answer.
 */
export const namedJsonSchemas = (
  schemas: Readonly<Record<string, z.core.$ZodType>>,
  io: 'input' | 'output',
): Record<string, JsonSchema> => {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(schemas)) registry.add(schema, { id });
  const converted = z.toJSONSchema(registry, {
    io,
    override: simplify,
    uri: (id) => String(schemaRef(id)['$ref']),
  });
  return Object.fromEntries(
    Object.entries(converted.schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]),
  );
};

/** The JSON Schema of one value as it is after parsing, e.g. a number that travels as text in a query. */
export const parsedJsonSchema = (schema: z.core.$ZodType): JsonSchema => {
  const { $schema, ...jsonSchema } = z.toJSONSchema(schema, { io: 'output', override: simplify });
  return jsonSchema;
};
