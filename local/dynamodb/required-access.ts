import type { ConditionContext } from '../iam/iam';
import { isObject } from '../is-object';
import { localArn } from '../template/pseudo-parameters';
import { leadingKeys, type RequestBody } from './leading-keys';
import type { TableConfig } from './table-config';
import { transactionWrites } from './transact-write';

/** A permission that a request needs. */
export interface RequiredAccess {
  readonly action: string;
  readonly resource: string;
  readonly context: ConditionContext;
}

const tablesOf = (operation: string, body: RequestBody): string[] => {
  if (operation.startsWith('Batch'))
    return Object.keys(isObject(body['RequestItems']) ? body['RequestItems'] : {});
  return typeof body['TableName'] === 'string' ? [body['TableName']] : [];
};

const hashKeyOf = (config: TableConfig | undefined, indexName: unknown): string => {
  const indexes = [
    ...(config?.create.GlobalSecondaryIndexes ?? []),
    ...(config?.create.LocalSecondaryIndexes ?? []),
  ];
  const schema =
    indexes.find(({ IndexName }) => IndexName === indexName)?.KeySchema ?? config?.create.KeySchema;
  return schema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';
};

/**
 * The permissions a DynamoDB request needs: the operation on each table or index that it names (Service
 * Authorization Reference, "Actions, resources, and condition keys for Amazon DynamoDB").
 */
export const requiredAccess = (
  operation: string,
  body: RequestBody,
  tables: ReadonlyMap<string, TableConfig>,
): RequiredAccess[] => {
  // A transaction needs the permission of each of its writes; there is none for the transaction itself.
  if (operation === 'TransactWriteItems')
    return transactionWrites(body).flatMap((write) => requiredAccess(write.operation, write.input, tables));
  const action = `dynamodb:${operation}`;
  const named = tablesOf(operation, body);
  if (named.length === 0) return [{ action, resource: '*', context: {} }];
  return named.map((nameOrArn) => {
    const name = nameOrArn.split(':table/').at(-1) ?? nameOrArn;
    const index = typeof body['IndexName'] === 'string' ? `/index/${body['IndexName']}` : '';
    const keys = leadingKeys(operation, body, nameOrArn, hashKeyOf(tables.get(name), body['IndexName']));
    return {
      action,
      resource: localArn('dynamodb', `table/${name}${index}`),
      context: keys.length > 0 ? { 'dynamodb:LeadingKeys': keys } : {},
    };
  });
};
