import * as z from 'zod';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';

/** Parses a value of the template. @throws TemplateError that names where it stands and every problem. */
export const parseValue = <T>(schema: z.ZodType<T>, value: unknown, path: string): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new TemplateError(path, z.prettifyError(parsed.error));
};

/** Parses a resource's properties. @throws TemplateError with the resource's logical id. */
export const parseProperties = <T>(schema: z.ZodType<T>, { logicalId, properties }: Resource): T =>
  parseValue(schema, properties, logicalId);

/** The one resource of a type. @throws TemplateError when there are none or several: only one runs locally. */
export const onlyResource = (template: Template, type: string): Resource => {
  const [resource, ...others] = template.ofType(type);
  if (!resource || others.length > 0) throw new TemplateError(type, 'exactly one of it runs locally');
  return resource;
};
