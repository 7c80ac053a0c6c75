import { isObject } from '../is-object';
import { evaluateCondition } from './conditions';
import { resolveValue, type Scope } from './intrinsics';
import { type LocalOrigins, localOriginRewriter } from './local-origins';
import { PSEUDO_PARAMETERS } from './pseudo-parameters';
import { RESOURCE_VALUES } from './resource-values';
import type { ResourceDocument, TemplateDocument } from './template-document';
import { TemplateError } from './template-error';

/** A resource of the template, its properties fully resolved to local values. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: Record<string, unknown>;
}

/**
 * A synthesised CloudFormation template, read as CloudFormation would. Ref and Fn::GetAtt give AWS-shaped local
 * values: ARNs in us-east-1 and account 000000000000, bucket names that are lower-case logical ids. `https://` URLs of
 * the app's own REST APIs and distribution become the local origins; a REST API's stage stays in the path.
 */
export class Template {
  readonly #document: TemplateDocument;
  readonly #rewrite: (value: string) => string;
  readonly #scope: Scope;

  constructor(document: TemplateDocument, origins: LocalOrigins) {
    this.#document = document;
    this.#scope = {
      ref: (name, path) => this.#ref(name, path),
      getAtt: (logicalId, attribute, path) => this.#getAtt(logicalId, attribute, path),
      condition: (name, path) => this.#condition(name, path),
      findInMap: (map, key, subKey, path) => this.#findInMap(map, key, subKey, path),
    };
    this.#rewrite = localOriginRewriter(document, origins, (value, path) =>
      resolveValue(value, this.#scope, path),
    );
  }

  /** Every resource type in the template with its logical ids; resources whose condition is false are left out. */
  types(): Map<string, string[]> {
    const types = new Map<string, string[]>();
    for (const [logicalId, { Type }] of this.#existing())
      types.set(Type, [...(types.get(Type) ?? []), logicalId]);
    return types;
  }

  /**
   * All resources of a type, in template order.
   * @throws TemplateError when a property cannot be resolved.
   */
  ofType(type: string): Resource[] {
    return this.#existing()
      .filter(([, resource]) => resource.Type === type)
      .map(([logicalId, resource]) => this.#resolved(logicalId, resource));
  }

  /** One resource. @throws TemplateError when there is none, or a property cannot be resolved. */
  get(logicalId: string): Resource {
    return this.#resolved(logicalId, this.#resource(logicalId, logicalId));
  }

  /** Resolves intrinsic functions in any value, as in a resource's properties. @throws TemplateError */
  resolve(value: unknown, path = 'value'): unknown {
    return this.#localise(resolveValue(value, this.#scope, path));
  }

  #existing(): [string, ResourceDocument][] {
    return Object.entries(this.#document.Resources).filter(
      ([logicalId, { Condition }]) => Condition === undefined || this.#condition(Condition, logicalId),
    );
  }

  #resolved(logicalId: string, resource: ResourceDocument): Resource {
    const properties = this.resolve(resource.Properties ?? {}, `${logicalId}.Properties`);
    return { logicalId, type: resource.Type, properties: isObject(properties) ? properties : {} };
  }

  #resource(logicalId: string, path: string): ResourceDocument {
    const resource = this.#document.Resources[logicalId];
    if (!resource) throw new TemplateError(path, `there is no resource ${logicalId}`);
    return resource;
  }

  #ref(name: string, path: string): unknown {
    if (Object.hasOwn(PSEUDO_PARAMETERS, name)) return PSEUDO_PARAMETERS[name];
    const parameter = this.#document.Parameters?.[name];
    if (parameter?.Default !== undefined) return parameter.Default;
    if (parameter)
      throw new TemplateError(path, `parameter ${name} has no default, and none can be given locally`);
    const { ref } = this.#values(name, path);
    return ref(this.#identity(name, path));
  }

  #getAtt(logicalId: string, attribute: string, path: string): unknown {
    const value = this.#values(logicalId, path).attributes?.[attribute];
    if (value) return value(this.#identity(logicalId, path));
    const { Type } = this.#resource(logicalId, path);
    throw new TemplateError(
      path,
      `the local service does not know attribute ${attribute} of ${Type} ${logicalId}`,
    );
  }

  #values(logicalId: string, path: string) {
    const { Type } = this.#resource(logicalId, path);
    const values = RESOURCE_VALUES[Type];
    if (!values) throw new TemplateError(path, `the local service knows no values of ${Type} ${logicalId}`);
    return values;
  }

  #identity(logicalId: string, path: string): { logicalId: string; name: string } {
    const { nameProperty, nameOf } = this.#values(logicalId, path);
    const explicit = nameProperty ? this.#resource(logicalId, path).Properties?.[nameProperty] : undefined;
    const name =
      explicit === undefined
        ? undefined
        : resolveValue(explicit, this.#scope, `${logicalId}.${nameProperty}`);
    return { logicalId, name: typeof name === 'string' ? name : (nameOf?.(logicalId) ?? logicalId) };
  }

  #condition(name: string, path: string): boolean {
    const expression = this.#document.Conditions?.[name];
    if (expression === undefined) throw new TemplateError(path, `there is no condition ${name}`);
    return evaluateCondition(
      expression,
      {
        resolve: (value, at) => resolveValue(value, this.#scope, at),
        condition: (other, at) => this.#condition(other, at),
      },
      `Conditions.${name}`,
    );
  }

  #findInMap(map: string, key: string, subKey: string, path: string): unknown {
    const value = this.#document.Mappings?.[map]?.[key]?.[subKey];
    if (value === undefined) throw new TemplateError(path, `mapping ${map} has no ${key}.${subKey}`);
    return value;
  }

  #localise(value: unknown): unknown {
    if (typeof value === 'string') return this.#rewrite(value);
    if (Array.isArray(value)) return value.map((item) => this.#localise(item));
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.#localise(item)]));
  }
}
