const STEP = /^(?:\.([A-Za-z_][\w-]*)|\['([^']*)'\]|\["([^"]*)"\]|\[(\d+)\]|(\.\*|\[\*\]))/;

/**
 * Evaluates the JSONPath of `$input.json` and `$input.path`: `$`, `.name`, `['name']`, `[n]` and wildcards.
 * Undefined for what is not there.
 * @throws Error for an expression this does not support
 */
export const jsonPath = (document: unknown, expression: string): unknown => {
  if (!expression.startsWith('$')) throw new Error(`${expression} is no JSONPath`);
  let rest = expression.slice(1);
  let values = [document];
  let many = false;
  while (rest !== '') {
    const step = STEP.exec(rest);
    if (!step) throw new Error(`the local service does not know the JSONPath ${expression}`);
    rest = rest.slice(step[0].length);
    if (step[5]) {
      many = true;
      values = values.flatMap((value) =>
        typeof value === 'object' && value !== null ? Object.values(value) : [],
      );
    } else values = values.flatMap((value) => child(value, step[1] ?? step[2] ?? step[3] ?? Number(step[4])));
  }
  return many ? values : values[0];
};

const child = (value: unknown, key: string | number): unknown[] => {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return [];
  return [(value as Record<string | number, unknown>)[key]];
};
