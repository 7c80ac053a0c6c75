import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';

/** A table of the template. */
export interface TableConfig {
  readonly name: string;
  readonly arn: string;
  /** Attribute with the Unix seconds after which an item is swept; undefined: nothing is. */
  readonly ttlAttribute?: string;
  readonly create: CreateTableCommandInput;
}

const keySchema = z.array(z.object({ AttributeName: z.string(), KeyType: z.enum(['HASH', 'RANGE']) }));
const projection = z.object({
  ProjectionType: z.enum(['ALL', 'INCLUDE', 'KEYS_ONLY']).default('ALL'),
  NonKeyAttributes: z.array(z.string()).optional(),
});
const index = z.object({ IndexName: z.string(), KeySchema: keySchema, Projection: projection });

/** What AWS::DynamoDB::Table and AWS::DynamoDB::GlobalTable have in common. */
const tableProperties = z.object({
  AttributeDefinitions: z.array(
    z.object({ AttributeName: z.string(), AttributeType: z.enum(['S', 'N', 'B']) }),
  ),
  KeySchema: keySchema,
  GlobalSecondaryIndexes: z.array(index).optional(),
  LocalSecondaryIndexes: z.array(index).optional(),
  TimeToLiveSpecification: z.object({ AttributeName: z.string(), Enabled: z.boolean() }).optional(),
  StreamSpecification: z.undefined('the local service has no DynamoDB streams').optional(),
});

const readTable = (template: Template, { logicalId, properties }: Resource): TableConfig => {
  const parsed = tableProperties.safeParse(properties);
  if (!parsed.success) throw new TemplateError(logicalId, z.prettifyError(parsed.error));
  const { AttributeDefinitions, KeySchema, TimeToLiveSpecification, ...indexes } = parsed.data;
  const name = String(template.resolve({ Ref: logicalId }));
  return {
    name,
    arn: String(template.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] })),
    ...(TimeToLiveSpecification?.Enabled ? { ttlAttribute: TimeToLiveSpecification.AttributeName } : {}),
    create: {
      TableName: name,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions,
      KeySchema,
      GlobalSecondaryIndexes: indexes.GlobalSecondaryIndexes,
      LocalSecondaryIndexes: indexes.LocalSecondaryIndexes,
    },
  };
};

/** Every table of the template. @throws TemplateError for one that cannot run locally. */
export const readTables = (template: Template): TableConfig[] =>
  ['AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable'].flatMap((type) =>
    template.ofType(type).map((resource) => readTable(template, resource)),
  );
