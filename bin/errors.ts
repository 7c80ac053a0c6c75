/** The command line was wrong; `message` says what and the usage is shown with it. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Something outside was not as it must be; `message` says what and what to do. No stack is shown. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError';
}

/** How `npm run token` is called. */
export const USAGE = `Usage:
  npm run token -- create --account <id> --name <name> [--permissions read|edit] [--expires <when>]
  npm run token -- list   --account <id>
  npm run token -- revoke --account <id> (--name <name> | --id <id>)

  --permissions   read: every GET, which shows images, signing keys and webhook URLs; edit: everything (default)
  --expires       an RFC 3339 time such as 2030-01-31T12:00:00Z, or days or hours from now: 30d, 12h (default: never)
  --stack <name>  the deployed stack, in the account and region of your AWS profile (default: DirectUpload)
  --local         the local service instead, which must be running
`;
