import { Compile, parse } from 'velocityjs';

/** The parts of an integration response that decide an answer. */
export interface IntegrationResponse {
  readonly StatusCode: string;
  readonly SelectionPattern?: string;
  readonly ContentHandling?: string;
  readonly ResponseParameters: Readonly<Record<string, string>>;
  readonly ResponseTemplates: Readonly<Record<string, string>>;
}

/** An answer as the client gets it. */
export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/** What a template may look at: `$context.authorizer` and the request's headers. */
export interface TemplateInput {
  readonly authorizer?: Readonly<Record<string, string>>;
  readonly requestHeaders?: Readonly<Record<string, string>>;
  readonly httpMethod?: string;
}

const HEADER = 'method.response.header.';

/** A mapped header: only static values, quoted as API Gateway wants them. */
const staticValue = (mapping: string): string => {
  const value = /^'(.*)'$/.exec(mapping)?.[1];
  if (value === undefined) throw new Error(`${mapping} is not a static value`);
  return value;
};

/** Chooses the response as API Gateway does; more than one match fails, because the order is not documented. */
export const selectResponse = (
  responses: readonly IntegrationResponse[],
  backEndStatus: number,
): IntegrationResponse => {
  const matching = responses.filter(
    ({ SelectionPattern }) =>
      SelectionPattern !== undefined && new RegExp(`^(?:${SelectionPattern})$`).test(String(backEndStatus)),
  );
  if (matching.length > 1) throw new Error(`${matching.length} patterns match ${backEndStatus}`);
  const chosen = matching[0] ?? responses.find(({ SelectionPattern }) => SelectionPattern === undefined);
  if (!chosen) throw new Error(`nothing answers ${backEndStatus}`);
  return chosen;
};

/** Renders an integration response: its template with API Gateway's variables, its headers, and what VTL overrides. */
export const renderAnswer = (response: IntegrationResponse, input: TemplateInput = {}): Answer => {
  const responseOverride: { status?: number; header: Record<string, string> } = { header: {} };
  const context = {
    authorizer: input.authorizer ?? {},
    httpMethod: input.httpMethod ?? 'POST',
    responseOverride,
  };
  const template = response.ResponseTemplates['application/json'] ?? '';
  const body = new Compile(parse(template)).render({
    context,
    input: { params: () => ({ header: { get: (name: string) => input.requestHeaders?.[name] ?? '' } }) },
  });
  const mapped = Object.entries(response.ResponseParameters).map(([name, mapping]) => [
    name.slice(HEADER.length).toLowerCase(),
    staticValue(mapping),
  ]);
  const overridden = Object.entries(responseOverride.header).map(([name, value]) => [
    name.toLowerCase(),
    value,
  ]);
  return {
    status: responseOverride.status ?? Number(response.StatusCode),
    headers: Object.fromEntries([...mapped, ...overridden]),
    body,
  };
};
