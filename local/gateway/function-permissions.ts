import * as z from 'zod';
import { matchesWildcard } from '../iam/wildcard';
import type { Template } from '../template/template';

const permission = z.object({
  Action: z.string(),
  FunctionName: z.string(),
  Principal: z.string(),
  SourceArn: z.string().optional(),
  FunctionUrlAuthType: z.string().optional(),
  InvokedViaFunctionUrl: z.boolean().optional(),
});

/** Who wants to invoke what. */
export interface InvocationAttempt {
  readonly functionArn: string;
  readonly action: 'lambda:InvokeFunction' | 'lambda:InvokeFunctionUrl';
  /** A service principal, e.g. `apigateway.amazonaws.com`. */
  readonly principal: string;
  readonly sourceArn: string;
}

/** The resource policies of the template's functions. */
export interface FunctionPermissions {
  /** True when an `AWS::Lambda::Permission` allows the attempt; without one AWS refuses the invocation. */
  allow(attempt: InvocationAttempt): boolean;
}

/** Reads the `AWS::Lambda::Permission` resources. @throws ZodError for one without action, function or principal. */
export const readFunctionPermissions = (template: Template): FunctionPermissions => {
  const urlTargets = readUrlTargets(template);
  const permissions = template.ofType('AWS::Lambda::Permission').map(({ properties }) => {
    const { FunctionName, ...rest } = permission.parse(properties);
    return { ...rest, functionName: nameOf(urlTargets.get(FunctionName) ?? FunctionName) };
  });
  return {
    allow: ({ functionArn, action, principal, sourceArn }) =>
      permissions.some(
        (granted) =>
          granted.functionName === nameOf(functionArn) &&
          (granted.Action === action || granted.Action === 'lambda:*') &&
          (granted.Principal === principal || granted.Principal === '*') &&
          (granted.SourceArn === undefined || matchesWildcard(granted.SourceArn, sourceArn)),
      ),
  };
};

/** A function URL's own `FunctionArn` attribute stands for the function behind it. */
const readUrlTargets = (template: Template): Map<string, string> =>
  new Map(
    template
      .ofType('AWS::Lambda::Url')
      .map(({ logicalId, properties }) => [
        String(template.resolve({ 'Fn::GetAtt': [logicalId, 'FunctionArn'] })),
        String(properties.TargetFunctionArn),
      ]),
  );

const nameOf = (arnOrName: string): string => arnOrName.split(':function:').at(-1) ?? arnOrName;
