import { randomBytes } from 'node:crypto';
import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { explainFailure } from './explain-failure';
import { connect } from './token/connect';
import { parseArguments } from './token/parse-arguments';
import { runCommand } from './token/run-command';
import { USAGE } from './token/usage';

/** `npm run token`: creates, lists and revokes API tokens of a deployed stack or of the local service. */
const main = async (): Promise<void> => {
  const now = new Date();
  const { command, target } = parseArguments(process.argv.slice(2), now);
  const tokens = await connect(target, {
    cloudFormation: () => new CloudFormationClient(),
    dataDir: process.env['DATA_DIR'] ?? '.local',
  });
  const { result, notes } = await runCommand(command, { tokens, now, randomBytes: () => randomBytes(32) });
  for (const note of notes) console.error(note);
  if (result) console.log(result);
};

main().catch((error: unknown) => {
  console.error(explainFailure(error, USAGE));
  process.exitCode = 1;
});
