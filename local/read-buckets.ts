import * as z from 'zod';
import type { BucketConfig, BucketNotification, CorsRule } from './s3/s3-server';
import type { Resource, Template } from './template/template';
import { TemplateError } from './template/template-error';

const corsRule = z.object({
  AllowedOrigins: z.array(z.string()),
  AllowedMethods: z.array(z.string()),
  AllowedHeaders: z.array(z.string()).optional(),
  ExposedHeaders: z.array(z.string()).optional(),
  MaxAge: z.number().optional(),
});

const filterRule = z.object({
  Name: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['prefix', 'suffix'])),
  Value: z.string(),
});
const queueConfiguration = z.object({
  Event: z.string(),
  Queue: z.string(),
  Filter: z.object({ S3Key: z.object({ Rules: z.array(filterRule) }) }).optional(),
});

const unsupported = (what: string) => z.undefined(`the local service has no ${what}`).optional();
const bucketProperties = z.object({
  CorsConfiguration: z.object({ CorsRules: z.array(corsRule) }).optional(),
  NotificationConfiguration: z
    .object({
      QueueConfigurations: z.array(queueConfiguration).default([]),
      LambdaConfigurations: unsupported('notifications to functions'),
      TopicConfigurations: unsupported('notifications to topics'),
      EventBridgeConfiguration: unsupported('notifications to EventBridge'),
    })
    .optional(),
  VersioningConfiguration: unsupported('bucket versions'),
});

const readCors = (rule: z.infer<typeof corsRule>): CorsRule => ({
  allowedOrigins: rule.AllowedOrigins,
  allowedMethods: rule.AllowedMethods,
  ...(rule.AllowedHeaders ? { allowedHeaders: rule.AllowedHeaders } : {}),
  ...(rule.ExposedHeaders ? { exposedHeaders: rule.ExposedHeaders } : {}),
  ...(rule.MaxAge === undefined ? {} : { maxAgeSeconds: rule.MaxAge }),
});

const readNotification = ({
  Event,
  Queue,
  Filter,
}: z.infer<typeof queueConfiguration>): BucketNotification => ({
  events: [Event],
  queueArn: Queue,
  ...Object.fromEntries((Filter?.S3Key.Rules ?? []).map(({ Name, Value }) => [Name, Value])),
});

const readBucket = (template: Template, { logicalId, properties }: Resource): BucketConfig => {
  const parsed = bucketProperties.safeParse(properties);
  if (!parsed.success) throw new TemplateError(logicalId, z.prettifyError(parsed.error));
  const { CorsConfiguration, NotificationConfiguration } = parsed.data;
  return {
    name: String(template.resolve({ Ref: logicalId })),
    cors: (CorsConfiguration?.CorsRules ?? []).map(readCors),
    notifications: (NotificationConfiguration?.QueueConfigurations ?? []).map(readNotification),
  };
};

/** Every bucket of the template. @throws TemplateError for one that cannot run locally. */
export const readBuckets = (template: Template): BucketConfig[] =>
  template.ofType('AWS::S3::Bucket').map((resource) => readBucket(template, resource));
