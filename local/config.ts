import { resolve } from 'node:path';
import * as z from 'zod';

/** Where the local service listens, keeps its data and whom it serves. */
export interface LocalConfig {
  readonly controlPort: number;
  readonly s3Port: number;
  readonly uploadPort: number;
  readonly deliveryPort: number;
  /** 0: any free port. */
  readonly dynamodbPort: number;
  /** Absolute. */
  readonly dataDir: string;
  readonly accountId: string;
  readonly apiToken: string;
  /** Failed events come back after at most this long. */
  readonly maxRetryDelaySeconds: number;
  /** cdk context over cdk.json's, e.g. `{"directUpload.maxUploadBytes": 1000}`. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** Every port the service listens on has a variable that moves it. */
export const PORT_VARIABLES = {
  controlPort: 'PORT',
  s3Port: 'S3_PORT',
  uploadPort: 'UPLOAD_PORT',
  deliveryPort: 'DELIVERY_PORT',
  dynamodbPort: 'DYNAMODB_PORT',
} as const satisfies Partial<Record<keyof LocalConfig, string>>;

const PORT_FIX = 'give a port number, 1 to 65535';
const port = z
  .string()
  .regex(/^[0-9]{1,5}$/, PORT_FIX)
  .transform(Number)
  .refine((value) => value >= 1 && value <= 65_535, PORT_FIX);

const CONTEXT_FIX = 'give a JSON object such as {"directUpload.allowedOrigins": "http://localhost:3000"}';
const context = z.string().transform((text, issues): Record<string, unknown> => {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    issues.addIssue({ code: 'custom', message: CONTEXT_FIX });
    return z.NEVER;
  }
});

const environment = z.object({
  PORT: port.default(8787),
  S3_PORT: port.optional(),
  UPLOAD_PORT: port.optional(),
  DELIVERY_PORT: port.optional(),
  DYNAMODB_PORT: port.default(0),
  DATA_DIR: z.string().min(1, 'give a folder').default('.local'),
  ACCOUNT_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'give 1 to 64 letters, digits, "-" and "_"')
    .default('local'),
  API_TOKEN: z
    .string()
    .regex(
      /^[A-Za-z0-9._~+/-]{1,256}=*$/,
      'give a token that fits an Authorization header: letters, digits and ._~+/-',
    )
    .default('local-token'),
  SQS_MAX_VISIBILITY_SECONDS: z
    .string()
    .regex(/^[0-9]+(\.[0-9]+)?$/, 'give seconds')
    .transform(Number)
    .default(5),
  CDK_CONTEXT_JSON: context.default({}),
});

/** `PORT`, `PORT`+1… unless set alone. @throws Error when two would be the same or one is beyond 65535. */
const withPorts = (values: z.infer<typeof environment>) => {
  const ports = {
    controlPort: values.PORT,
    s3Port: values.S3_PORT ?? values.PORT + 1,
    uploadPort: values.UPLOAD_PORT ?? values.PORT + 2,
    deliveryPort: values.DELIVERY_PORT ?? values.PORT + 3,
    dynamodbPort: values.DYNAMODB_PORT,
  };
  const seen = new Map<number, string>();
  for (const [name, value] of Object.entries(ports)) {
    const variable = PORT_VARIABLES[name as keyof typeof PORT_VARIABLES];
    if (value > 65_535) throw new Error(`${variable} would be ${value}: ${PORT_FIX}`);
    const other = seen.get(value);
    if (value !== 0 && other)
      throw new Error(`${variable} is ${value}, as is ${other}: give each its own port`);
    seen.set(value, variable);
  }
  return ports;
};

/**
 * Reads the local service's settings.
 * @throws Error that lists every wrong variable: its name, the value seen and what to give instead.
 */
export const loadLocalConfig = (variables: Readonly<Record<string, string | undefined>>): LocalConfig => {
  const parsed = environment.safeParse(variables);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path: [name], message }) => {
      const variable = String(name);
      return `${variable} is ${JSON.stringify(variables[variable])}: ${message}`;
    });
    throw new Error(problems.join('\n'));
  }
  return {
    ...withPorts(parsed.data),
    dataDir: resolve(parsed.data.DATA_DIR),
    accountId: parsed.data.ACCOUNT_ID,
    apiToken: parsed.data.API_TOKEN,
    maxRetryDelaySeconds: parsed.data.SQS_MAX_VISIBILITY_SECONDS,
    context: parsed.data.CDK_CONTEXT_JSON,
  };
};
