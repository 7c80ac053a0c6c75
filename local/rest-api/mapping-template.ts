import { Compile, parse } from 'velocityjs';
import { callJavaMethod, type MethodCall } from './java-methods';
import type { RequestContext } from './request-context';
import { type TemplateParams, templateInput } from './template-input';
import { templateUtil } from './template-util';

/** What a mapping template is rendered with. Everything in it is data: text that looks like VTL stays text. */
export interface TemplateScope {
  readonly body: string;
  readonly params: TemplateParams;
  readonly context: RequestContext;
  readonly stageVariables: Readonly<Record<string, string>>;
}

/** A rendered template and what it set on `$context.responseOverride`. */
export interface RenderedTemplate {
  readonly text: string;
  /** Absent unless it is a whole number from 100 to 599; API Gateway ignores others. */
  readonly status?: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** The template cannot be rendered; the gateway answers 500 and the developer needs the message. */
export class TemplateFault extends Error {
  override readonly name = 'TemplateFault';
}

type Ast = Parameters<Compile['getReferences']>[0];

/** What velocityjs says of a reference such as `$!context.authorizer.name`. */
interface Reference {
  readonly id: string;
  readonly leader: string;
  readonly path?: readonly { readonly type: string; readonly id: unknown }[];
}

/**
 * Velocity that refuses what API Gateway would print as garbage: a reference to nothing (Velocity prints its source)
 * and a whole object. `$!ref` and `#if($ref)` stay allowed for what may be missing.
 */
class StrictVelocity extends Compile {
  // velocityjs declares text, but references of any type come through here.
  override getReferences(ast: Ast, isPrinted?: boolean): string {
    const value: unknown = super.getReferences(ast, false);
    if (isPrinted) checkPrintable(ast as unknown as Reference, value);
    return (isPrinted ? (value ?? '') : value) as string;
  }
}

const checkPrintable = (reference: Reference, value: unknown): void => {
  if (value === undefined || value === null) {
    if (reference.leader !== '$!') throw new TemplateFault(`${nameOf(reference)} refers to nothing`);
  } else if (typeof value === 'object' || typeof value === 'function')
    throw new TemplateFault(`${nameOf(reference)} prints an object; use $input.json or one of its members`);
};

const nameOf = ({ id, path = [] }: Reference): string =>
  ['$', id, ...path.map((step) => (step.type === 'index' ? '[…]' : `.${String(step.id)}`))].join('');

/**
 * Renders a template in VTL with `$input`, `$util`, `$context` and `$stageVariables`.
 * @throws TemplateFault
 */
export const renderMappingTemplate = (template: string, scope: TemplateScope): RenderedTemplate => {
  const override: { status?: unknown; header: Record<string, unknown> } = { header: {} };
  try {
    checkBlocks(template);
    const engine = new StrictVelocity(parse(template), { customMethodHandlers: [javaMethods()] });
    const text = engine.render({
      input: templateInput(scope.body, structuredClone(scope.params)),
      util: templateUtil(),
      context: { ...structuredClone(scope.context), responseOverride: override },
      stageVariables: { ...scope.stageVariables },
    });
    return { text, ...statusOf(override.status), headers: headersOf(override.header) };
  } catch (error) {
    if (error instanceof TemplateFault) throw error;
    throw new TemplateFault(error instanceof Error ? error.message : String(error), { cause: error });
  }
};

/** velocityjs accepts a block without its end; Velocity does not. */
const checkBlocks = (template: string): void => {
  let open = 0;
  for (const [, directive] of template.matchAll(/#\{?(if|foreach|macro|define|end)\b/g))
    open += directive === 'end' ? -1 : 1;
  if (open !== 0) throw new TemplateFault('the blocks of the template do not match their #end');
};

const javaMethods = () => {
  let called: { result: unknown } | undefined;
  return {
    uid: 'java',
    match: (call: MethodCall) => {
      called = callJavaMethod(call);
      return called !== undefined;
    },
    resolve: () => called?.result,
  };
};

const statusOf = (status: unknown): { status?: number } => {
  const number = Number(status);
  return Number.isInteger(number) && number >= 100 && number <= 599 ? { status: number } : {};
};

const headersOf = (headers: Readonly<Record<string, unknown>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
