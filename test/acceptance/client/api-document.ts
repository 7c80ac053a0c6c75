import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';

type JsonObject = Readonly<Record<string, unknown>>;

interface Header {
  readonly $ref?: string;
  readonly required?: boolean;
}

interface Response {
  readonly $ref?: string;
  readonly headers?: Readonly<Record<string, Header>>;
  readonly content?: Readonly<Record<string, { readonly schema: JsonObject }>>;
}

interface Operation {
  readonly operationId: string;
  readonly responses: Readonly<Record<string, Response>>;
}

interface Document {
  readonly servers: readonly Server[];
  readonly paths: Readonly<Record<string, JsonObject>>;
  readonly components: {
    readonly responses: Readonly<Record<string, Response>>;
    readonly headers: Readonly<Record<string, Header>>;
  };
}

/** An answer, as far as the document says something about it. */
export interface ObservedAnswer {
  readonly host: 'control' | 'upload';
  readonly method: string;
  /** Path of the request as it was sent. */
  readonly path: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

interface Route {
  readonly host: ObservedAnswer['host'];
  readonly pattern: RegExp;
  readonly item: JsonObject;
  /** Whether no other path can be meant: an image's id may be the rest of many. */
  readonly isExact: boolean;
  /** Characters of the path that are no parameter: the more, the more specific. */
  readonly weight: number;
}

/** The API's own idea of a path: an image's id may hold raw slashes. */
const patternOf = (path: string): RegExp => {
  const source = path
    .split(/(\{\w+\})/)
    .map((part) => {
      if (part === '{image_id}') return '[^/]+(?:/[^/]+)*';
      return part.startsWith('{') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return new RegExp(`^${source}$`, 's');
};

interface Server {
  readonly url: string;
}

/** The server of uploads is a variable; those of the control API are paths of the document's own host. */
const routeOf = (path: string, item: JsonObject, servers: readonly Server[]): Route => {
  const [server] = (item['servers'] as readonly Server[] | undefined) ?? servers;
  const base = (server?.url ?? '').replace(/\/$/, '');
  const host = base.startsWith('{') ? 'upload' : 'control';
  return {
    host,
    pattern: patternOf(host === 'upload' ? path : `${base}${path}`),
    item,
    isExact: !path.includes('{image_id}'),
    weight: path.replace(/\{\w+\}/g, '').length,
  };
};

const mediaTypeOf = (headers: Headers): string =>
  (headers.get('content-type') ?? '').split(';', 1).join('').trim().toLowerCase();

/** What a reference means; anything else is meant as it is. */
const resolve = <T extends { readonly $ref?: string }>(
  components: Readonly<Record<string, T>>,
  value: T,
): T => components[value.$ref?.split('/').at(-1) ?? ''] ?? value;

/** The document that the service under test serves, and whether an answer is one that it describes. */
export class ApiDocument {
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true, logger: false });
  readonly #validators = new Map<JsonObject, ValidateFunction>();
  readonly #routes: readonly Route[];

  constructor(private readonly document: Document) {
    addFormats(this.#ajv);
    this.#ajv.addFormat('binary', true);
    this.#routes = Object.entries(document.paths)
      .map(([path, item]) => routeOf(path, item, document.servers))
      .sort((a, b) => b.weight - a.weight);
  }

  /** What the document does not say about the answer; nothing when it is described. */
  problemsOf(answer: ObservedAnswer): string[] {
    const responses = this.#responsesTo(answer);
    const response = responses[answer.status] ?? responses[`${Math.floor(answer.status / 100)}XX`];
    if (!response) return [`${answer.status} is not described`];
    return [...this.#headerProblems(response, answer), ...this.#bodyProblems(response, answer)];
  }

  #responsesTo({ host, method, path }: ObservedAnswer): Readonly<Record<string, Response>> {
    const { NoRoute, MethodNotAllowed, GatewayRefusal } = this.document.components.responses;
    const matching = this.#routes.filter((route) => route.host === host && route.pattern.test(path));
    const [first] = matching;
    const found = first?.isExact ? first : matching.find(({ item }) => method.toLowerCase() in item);
    const operation = found?.item[method.toLowerCase()] as Operation | undefined;
    if (operation) return operation.responses;
    const outside = matching.length > 0 ? { 405: MethodNotAllowed } : { 404: NoRoute };
    return Object.fromEntries(
      Object.entries({ ...outside, '4XX': GatewayRefusal }).flatMap(([status, response]) =>
        response ? [[status, response]] : [],
      ),
    );
  }

  #headerProblems(response: Response, { headers }: ObservedAnswer): string[] {
    const { components } = this.document;
    return Object.entries(resolve(components.responses, response).headers ?? {})
      .filter(([name, header]) => resolve(components.headers, header).required && !headers.has(name))
      .map(([name]) => `the header ${name} is missing`);
  }

  #bodyProblems(response: Response, { headers, text }: ObservedAnswer): string[] {
    const { content } = resolve(this.document.components.responses, response);
    if (!content) return text === '' ? [] : ['a body is not described'];
    const type = mediaTypeOf(headers);
    const described = content[type] ?? content[`${type.split('/')[0]}/*`];
    if (!described) return [`the media type ${type} is not described`];
    if (!type.endsWith('json') && type !== 'text/plain') return [];
    const validate = this.#validatorOf(described.schema);
    if (validate(type === 'text/plain' ? text : JSON.parse(text))) return [];
    return [this.#ajv.errorsText(validate.errors)];
  }

  #validatorOf(schema: JsonObject): ValidateFunction {
    const known = this.#validators.get(schema);
    if (known) return known;
    const validate = this.#ajv.compile({ ...schema, components: this.document.components });
    this.#validators.set(schema, validate);
    return validate;
  }
}
