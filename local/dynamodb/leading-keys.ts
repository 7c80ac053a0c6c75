import { isObject } from '../is-object';

/** A DynamoDB request body, already parsed. */
export type RequestBody = Record<string, unknown>;

const entries = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const property = (value: unknown, name: string): unknown => (isObject(value) ? value[name] : undefined);

/** `{S: 'x'}` → `x`; binary and numbers as their text. */
const plainValue = (attributeValue: unknown): string | undefined => {
  const value = isObject(attributeValue) ? Object.values(attributeValue)[0] : undefined;
  return typeof value === 'string' ? value : undefined;
};

const itemKey = (item: unknown, hashKey: string): string[] => {
  const value = plainValue(property(item, hashKey));
  return value === undefined ? [] : [value];
};

/** `#p = :p AND …` or legacy `KeyConditions`: the value the hash key is compared with. */
const queriedKey = (body: RequestBody, hashKey: string): string[] => {
  const legacy = property(property(body['KeyConditions'], hashKey), 'AttributeValueList');
  if (legacy !== undefined) return entries(legacy).flatMap((value) => plainValue(value) ?? []);
  const names = isObject(body['ExpressionAttributeNames']) ? body['ExpressionAttributeNames'] : {};
  for (const [, name, placeholder] of String(body['KeyConditionExpression'] ?? '').matchAll(
    /([#\w.-]+)\s*=\s*(:[\w-]+)/g,
  )) {
    if (name === undefined || placeholder === undefined || (names[name] ?? name) !== hashKey) continue;
    return itemKey({ [hashKey]: property(body['ExpressionAttributeValues'], placeholder) }, hashKey);
  }
  return [];
};

/**
 * The partition key values that a request touches in one table: IAM's `dynamodb:LeadingKeys` (DynamoDB developer
 * guide, "Using IAM policy conditions for fine-grained access control"). `hashKey` is the index's for a query on an
 * index. Empty for a Scan, as for AWS.
 */
export const leadingKeys = (
  operation: string,
  body: RequestBody,
  table: string,
  hashKey: string,
): string[] => {
  const requests = property(body['RequestItems'], table);
  switch (operation) {
    case 'PutItem':
      return itemKey(body['Item'], hashKey);
    case 'Query':
      return queriedKey(body, hashKey);
    case 'BatchGetItem':
      return entries(property(requests, 'Keys')).flatMap((key) => itemKey(key, hashKey));
    case 'BatchWriteItem':
      return entries(requests).flatMap((write) => [
        ...itemKey(property(property(write, 'PutRequest'), 'Item'), hashKey),
        ...itemKey(property(property(write, 'DeleteRequest'), 'Key'), hashKey),
      ]);
    default:
      return itemKey(body['Key'], hashKey);
  }
};
