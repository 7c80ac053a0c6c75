import { readFileSync } from 'node:fs';
import { templateFile } from './synthesise';
import type { VariantName } from './variants';

/** A resource as the template has it. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly DependsOn?: string | string[];
  readonly DeletionPolicy?: string;
  readonly UpdateReplacePolicy?: string;
}

interface TemplateDocument {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
  readonly Outputs: Readonly<Record<string, { readonly Value: unknown }>>;
}

/** Logical ids end in eight hexadecimal digits of a hash of the construct's path. */
export const withoutHash = (logicalId: string): string => logicalId.replace(/[0-9A-F]{8}$/, '');

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Values with their references spelt out, so that an assertion reads as the sentence it is:
 * `{'Fn::Join': ['', [{'Fn::GetAtt': ['BucketsStaging4C868D13', 'Arn']}, '/staging/*']]}` becomes
 * `<BucketsStaging.Arn>/staging/*`.
 */
export const readable = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(readable);
  if (!isObject(value)) return value;
  if (typeof value['Ref'] === 'string') return `<${withoutHash(value['Ref'])}>`;
  const attribute = value['Fn::GetAtt'];
  if (Array.isArray(attribute)) return `<${withoutHash(String(attribute[0]))}.${attribute[1]}>`;
  const join = value['Fn::Join'];
  if (Array.isArray(join) && Array.isArray(join[1])) return join[1].map(readable).join(String(join[0]));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, readable(inner)]));
};

/** A synthesised template; what it returns is `readable`. */
export class SynthesisedTemplate {
  private constructor(private readonly document: TemplateDocument) {}

  static of(variant: VariantName): SynthesisedTemplate {
    return new SynthesisedTemplate(
      JSON.parse(readFileSync(templateFile(variant), 'utf8')) as TemplateDocument,
    );
  }

  /** All resources of a type by their logical id without its hash. */
  ofType(type: string): Record<string, TemplateResource> {
    return Object.fromEntries(
      Object.entries(this.document.Resources)
        .filter(([, resource]) => resource.Type === type)
        .map(([id, resource]) => [withoutHash(id), readable(resource) as TemplateResource]),
    );
  }

  /** The resource with this id, hash left out. @throws Error when there is none, or several. */
  get(id: string): TemplateResource {
    const found = Object.entries(this.document.Resources).filter(([key]) => withoutHash(key) === id);
    if (found.length !== 1) throw new Error(`${found.length} resources are called ${id}`);
    return readable(found[0]?.[1]) as TemplateResource;
  }

  types(): Set<string> {
    return new Set(Object.values(this.document.Resources).map(({ Type }) => Type));
  }

  outputs(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.document.Outputs).map(([name, { Value }]) => [name, readable(Value)]),
    );
  }
}
