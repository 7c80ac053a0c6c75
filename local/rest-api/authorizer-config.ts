import { parseProperties } from '../gateway/parse-properties';
import { TemplateError } from '../template/template-error';
import type { ApiResources } from './api-resources';
import { authorizer } from './resource-schemas';

/** A REQUEST authorizer. */
export interface AuthorizerConfig {
  readonly authorizerId: string;
  readonly functionArn: string;
  /** Mapping expressions, e.g. `method.request.header.Authorization`; all must be there and not empty. */
  readonly identitySources: readonly string[];
}

/** The authorizers of an API by id. @throws TemplateError */
export const readAuthorizers = (resources: ApiResources): Map<string, AuthorizerConfig> =>
  new Map(
    resources.ofType('AWS::ApiGateway::Authorizer').map((found) => {
      const { AuthorizerUri, IdentitySource } = parseProperties(authorizer, found);
      const authorizerId = String(resources.resolve({ Ref: found.logicalId }));
      const functionArn = /\/functions\/(arn:[^/]+)\/invocations$/.exec(AuthorizerUri)?.[1];
      if (!functionArn) throw new TemplateError(found.logicalId, `${AuthorizerUri} names no function`);
      const identitySources = IdentitySource.split(',')
        .map((source) => source.trim())
        .filter((source) => source !== '');
      return [authorizerId, { authorizerId, functionArn, identitySources }];
    }),
  );
