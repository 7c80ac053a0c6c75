/** The template says something the local service does not understand; the message names where and what. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError';

  /** `path`: where in the template, e.g. `MintFunction.Properties.Environment.Variables.TABLE_NAME`. */
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`${path}: ${problem}`, options);
  }
}
