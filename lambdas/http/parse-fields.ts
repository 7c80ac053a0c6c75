import * as z from 'zod/mini';
import { invalidRequest } from '../core/errors';

/**
 * Reads what a request says by a schema.
 * @throws DomainError `invalid-request` with the message of every rule that is broken; the schema names the fields.
 */
export const parseFields = <S extends z.core.$ZodType>(schema: S, value: unknown): z.core.output<S> => {
  const parsed = z.safeParse(schema, value);
  if (parsed.success) return parsed.data;
  throw invalidRequest(parsed.error.issues.map(({ message }) => message).join('; '));
};
