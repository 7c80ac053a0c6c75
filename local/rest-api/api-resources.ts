import { isNameOf, type RestApiName } from '../template/rest-api-name';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';

/** The resources that belong to one REST API. */
export interface ApiResources {
  readonly apiId: string;
  /** The `AWS::ApiGateway::RestApi` itself. */
  readonly api: Resource;
  /** Those of a type whose `RestApiId` is the API. @throws TemplateError */
  ofType(type: string): Resource[];
  /** @throws TemplateError */
  resolve(value: unknown): unknown;
}

/** Finds a REST API of the template by its name. @throws TemplateError when there is none or more than one */
export const findRestApi = (template: Template, name: RestApiName): ApiResources => {
  const all = template.ofType('AWS::ApiGateway::RestApi');
  const [api, ...others] = all.filter(({ properties }) => isNameOf(properties['Name'], name));
  if (!api || others.length > 0) {
    const names = all.map(({ logicalId, properties }) => `${logicalId} is called ${properties['Name']}`);
    throw new TemplateError(
      'Resources',
      `expected one AWS::ApiGateway::RestApi whose Name ends in -${name}, found ${api ? others.length + 1 : 0} (${names.join(', ') || 'there is no REST API'})`,
    );
  }
  const apiId = String(template.resolve({ Ref: api.logicalId }));
  return {
    apiId,
    api,
    ofType: (type) => template.ofType(type).filter(({ properties }) => properties['RestApiId'] === apiId),
    resolve: (value) => template.resolve(value),
  };
};
