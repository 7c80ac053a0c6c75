/** Temporary credentials, named as the SDK names them. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** When they end; absent: as long as the service runs. */
  readonly expiration?: Date;
}

/** Values of IAM condition keys for one request, e.g. `{'s3:prefix': 'images/'}`; a list for multi-valued keys. */
export type ConditionContext = Readonly<Record<string, string | readonly string[]>>;

/** The local account: credentials for the template's roles, and what each of them may do. */
export interface Iam {
  /** Credentials by access key; undefined when unknown or past their end. */
  credentialsOf(accessKeyId: string): Credentials | undefined;
  /**
   * New credentials of a role of the template; without `durationSeconds` they do not end.
   * @throws Error when the template has no such role.
   */
  issue(roleArn: string, durationSeconds?: number): Credentials;
  /** True when the role behind the access key allows the action (`s3:PutObject`) on the resource and nothing denies it. */
  isAllowed(accessKeyId: string, action: string, resourceArn: string, context?: ConditionContext): boolean;
}
