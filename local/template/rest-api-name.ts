/** The REST APIs of the app; each one's `Name` ends in `-<this>`. */
export type RestApiName = 'control' | 'upload';

/** True when a `Name` of the template is that of this API, whatever the stack is called. */
export const isNameOf = (name: unknown, api: RestApiName): boolean =>
  typeof name === 'string' && name.endsWith(`-${api}`);
