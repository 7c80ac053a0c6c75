import { readBuckets } from '../../local/read-buckets';
import { Template } from '../../local/template/template';

const origins = { control: 'http://c', upload: 'http://u', delivery: 'http://d' };
const bucketsOf = (Properties: Record<string, unknown>) =>
  readBuckets(
    new Template(
      {
        Resources: {
          Staging1A: { Type: 'AWS::S3::Bucket', Properties },
          Uploads: { Type: 'AWS::SQS::Queue' },
        },
      },
      origins,
    ),
  );

test('a plain bucket has neither CORS nor notifications', () => {
  expect(bucketsOf({})).toEqual([{ name: 'staging1a', cors: [], notifications: [] }]);
});

test('CORS rules and filtered notifications are those of the template', () => {
  const buckets = bucketsOf({
    CorsConfiguration: {
      CorsRules: [
        {
          AllowedOrigins: ['https://app.example'],
          AllowedMethods: ['POST'],
          AllowedHeaders: ['*'],
          ExposedHeaders: ['ETag'],
          MaxAge: 60,
        },
      ],
    },
    NotificationConfiguration: {
      QueueConfigurations: [
        {
          Event: 's3:ObjectCreated:*',
          Queue: { 'Fn::GetAtt': ['Uploads', 'Arn'] },
          Filter: {
            S3Key: {
              Rules: [
                { Name: 'Prefix', Value: 'staging/' },
                { Name: 'suffix', Value: '.jpg' },
              ],
            },
          },
        },
      ],
    },
  });

  expect(buckets).toEqual([
    {
      name: 'staging1a',
      cors: [
        {
          allowedOrigins: ['https://app.example'],
          allowedMethods: ['POST'],
          allowedHeaders: ['*'],
          exposedHeaders: ['ETag'],
          maxAgeSeconds: 60,
        },
      ],
      notifications: [
        {
          events: ['s3:ObjectCreated:*'],
          queueArn: 'arn:aws:sqs:us-east-1:000000000000:Uploads',
          prefix: 'staging/',
          suffix: '.jpg',
        },
      ],
    },
  ]);
});

test.each([
  ['EventBridge', { NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } } }],
  ['functions', { NotificationConfiguration: { LambdaConfigurations: [{}] } }],
  ['versions', { VersioningConfiguration: { Status: 'Enabled' } }],
])('what does not run locally is refused by name: %s', (name, properties) => {
  expect(() => bucketsOf(properties)).toThrow(new RegExp(`Staging1A: .*${name}`, 's'));
});
