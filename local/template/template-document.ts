/** One resource as CloudFormation's JSON has it. */
export interface ResourceDocument {
  readonly Type: string;
  readonly Properties?: Record<string, unknown>;
  /** Name of a condition; the resource exists only while it is true. */
  readonly Condition?: string;
  readonly Metadata?: Record<string, unknown>;
}

/** The parts of a synthesised CloudFormation template that the local service reads. */
export interface TemplateDocument {
  readonly Resources: Record<string, ResourceDocument>;
  readonly Parameters?: Record<string, { readonly Type: string; readonly Default?: unknown }>;
  readonly Mappings?: Record<string, Record<string, Record<string, unknown>>>;
  readonly Conditions?: Record<string, unknown>;
  readonly Outputs?: Record<string, { readonly Value: unknown; readonly Description?: string }>;
}
