import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CloudFormationClient,
  CloudFormationServiceException,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { OperatorError } from '../errors';
import { type AccountTokens, DynamoAccountTokens } from './account-tokens';
import type { Target } from './parse-arguments';

/** The output of the stack that names its table (`lib/direct-upload-stack.ts`). */
const TABLE_OUTPUT = 'TableName';

/** The part of `service.json` that this command needs; the local service writes it when it starts. */
const serviceFile = z.object({
  endpoints: z.object({ dynamodb: z.url() }),
  region: z.string(),
  tableName: z.string(),
  credentials: z.object({
    accessKeyId: z.string(),
    secretAccessKey: z.string(),
    sessionToken: z.string().optional(),
  }),
});

/** How to reach what the targets name. */
export interface Surroundings {
  readonly cloudFormation: () => CloudFormationClient;
  /** Where the local service keeps its data and `service.json`. */
  readonly dataDir: string;
}

const readServiceFile = (dataDir: string): z.infer<typeof serviceFile> => {
  const file = join(dataDir, 'service.json');
  try {
    return serviceFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new OperatorError(`The local service is not running (no usable ${file}): start it with npm start`, {
      cause: error,
    });
  }
};

const tableOfStack = async (client: CloudFormationClient, stackName: string): Promise<string> => {
  try {
    const { Stacks } = await client.send(new DescribeStacksCommand({ StackName: stackName }));
    const output = Stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === TABLE_OUTPUT)?.OutputValue;
    if (!output)
      throw new OperatorError(
        `Stack ${stackName} has no output ${TABLE_OUTPUT}: it is not a direct upload stack`,
      );
    return output;
  } catch (error) {
    // CloudFormation has no class of its own for a stack that does not exist.
    if (error instanceof CloudFormationServiceException && error.name === 'ValidationError')
      throw new OperatorError(
        `There is no stack ${stackName} in the account and region of your AWS profile: deploy it with npm run deploy, or name it with --stack`,
        { cause: error },
      );
    throw error;
  }
};

/**
 * The tokens of the deployed stack, found by its outputs, or of the running local service.
 * @throws OperatorError when there is no such stack or service.
 */
export const connect = async (target: Target, surroundings: Surroundings): Promise<AccountTokens> => {
  if (target.kind === 'local') {
    const { endpoints, region, tableName, credentials } = readServiceFile(surroundings.dataDir);
    const { sessionToken, ...keys } = credentials;
    const client = new DynamoDBClient({
      endpoint: endpoints.dynamodb,
      region,
      credentials: sessionToken === undefined ? keys : { ...keys, sessionToken },
    });
    return new DynamoAccountTokens(DynamoDBDocumentClient.from(client), tableName);
  }
  const tableName = await tableOfStack(surroundings.cloudFormation(), target.stackName);
  return new DynamoAccountTokens(DynamoDBDocumentClient.from(new DynamoDBClient()), tableName);
};
