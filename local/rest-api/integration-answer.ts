/** What a back end answered. */
export interface IntegrationAnswer {
  /** What selection patterns are matched against; undefined when none can match, so that the default is chosen. */
  readonly selector: string | undefined;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /**
   * Text is the JSON of a function, which is no binary payload whatever the binary media types are; bytes are judged by
   * their content type.
   */
  readonly body: string | Buffer;
}
