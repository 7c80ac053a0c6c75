import type { ServerResponse } from 'node:http';
import { accessKeyOf } from '../aws-api/access-key';
import { readBody } from '../gateway/read-body';
import { type RunningServer, startServer } from '../gateway/start-server';
import type { Iam } from '../iam/iam';
import { isObject } from '../is-object';
import { type DynaliteEngine, operationOf, sendAnswer } from './dynalite-engine';
import { requiredAccess } from './required-access';
import type { TableConfig } from './table-config';

/** What the server checks callers against. */
export interface DynamoDbServerOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Answers what is permitted. */
  readonly engine: Pick<DynaliteEngine, 'answer'>;
  readonly tables: readonly TableConfig[];
  readonly iam: Pick<Iam, 'credentialsOf' | 'isAllowed'>;
  /** Takes one line for each refusal and fault. */
  readonly log: (line: string) => void;
}

/** Service quota: 16 MB for the largest request, a batch. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

const refuse = (response: ServerResponse, type: string, message: string) =>
  sendAnswer(response, { status: 400, body: { __type: `com.amazon.coral.service#${type}`, message } });

const parse = (body: Buffer): Record<string, unknown> => {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'));
    return isObject(parsed) ? parsed : {};
  } catch {
    // dynalite answers malformed JSON; it names no table, so only the administrator gets that far.
    return {};
  }
};

/**
 * DynamoDB as the functions see it: dynalite behind a check of the caller's access key and permissions.
 */
export const startDynamoDbServer = (options: DynamoDbServerOptions): Promise<RunningServer> => {
  const tables = new Map(options.tables.map((table) => [table.name, table]));
  return startServer({
    host: options.host,
    port: options.port,
    log: options.log,
    answer: async (request, response) => {
      const body = await readBody(request, response, MAX_BODY_BYTES);
      const accessKeyId = accessKeyOf(request) ?? '';
      const operation = operationOf(request);
      if (!options.iam.credentialsOf(accessKeyId))
        return refuse(
          response,
          'UnrecognizedClientException',
          'The security token included in the request is invalid.',
        );
      const refused = requiredAccess(operation, parse(body), tables).find(
        ({ action, resource, context }) => !options.iam.isAllowed(accessKeyId, action, resource, context),
      );
      if (refused) {
        const message = `User is not authorized to perform: ${refused.action} on resource: ${refused.resource} because no identity-based policy allows the ${refused.action} action`;
        options.log(`dynamodb: ${message} ${JSON.stringify(refused.context)}`);
        return refuse(response, 'AccessDeniedException', message);
      }
      return options.engine.answer(request, body, response);
    },
  });
};
