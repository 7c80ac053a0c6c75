/** How `npm run token` is called. */
export const USAGE = `Usage:
  npm run token -- create --account <id> --name <name> [--permissions read|edit] [--expires <when>]
  npm run token -- list   --account <id>
  npm run token -- revoke --account <id> (--name <name> | --id <id>)

  --permissions   read: every GET, which shows images, signing keys and webhook URLs; edit: everything (default)
  --expires       an RFC 3339 time such as 2030-01-31T12:00:00Z, or a time from now: 30d, 12h, 15m (default: never)
  --stack <name>  the deployed stack, in the account and region of your AWS profile (default: DirectUpload)
  --local         the local service instead, which must be running
`;
