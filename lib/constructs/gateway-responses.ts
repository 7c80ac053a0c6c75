import type { ResponseType, RestApi } from 'aws-cdk-lib/aws-apigateway';

/** Static header values of API Gateway are quoted inside their string. */
export const quoted = (value: string): string => `'${value}'`;

/** On answers that are final: a client library that tried again would get the same (contract 0.2). */
export const FINAL = { 'x-should-retry': quoted('false') };

/** One answer that API Gateway gives by itself. */
export interface GatewayAnswer {
  readonly type: ResponseType;
  /** JSON; `$context` variables are filled in, nothing else of VTL is. */
  readonly body: string;
  /** @default the status that API Gateway has for this type */
  readonly statusCode?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Replaces API Gateway's own answers, by construct id; `headers` are on all of them. */
export const addGatewayResponses = (
  api: RestApi,
  answers: Readonly<Record<string, GatewayAnswer>>,
  headers: Readonly<Record<string, string>>,
): void => {
  for (const [id, answer] of Object.entries(answers))
    api.addGatewayResponse(id, {
      type: answer.type,
      ...(answer.statusCode === undefined ? {} : { statusCode: answer.statusCode }),
      responseHeaders: { ...headers, ...answer.headers },
      templates: { 'application/json': answer.body },
    });
};
