import { parseProperties } from '../gateway/parse-properties';
import type { RestApiName } from '../template/rest-api-name';
import type { Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { type ApiResources, findRestApi } from './api-resources';
import type { AuthorizerConfig } from './authorizer-config';
import { readResources } from './read-resources';
import type { BodySchemas, ValidatorConfig } from './request-validators';
import * as schemas from './resource-schemas';
import type { ResourceNode } from './resource-tree';

/** A method and everything that answers it. */
export interface MethodConfig {
  /** `ANY` for every method that has none of its own. */
  readonly httpMethod: string;
  /** The path of its resource, with variables. */
  readonly path: string;
  /** For messages. */
  readonly logicalId: string;
  readonly properties: schemas.MethodProperties;
  readonly authorizer?: AuthorizerConfig;
  readonly validator?: ValidatorConfig;
  /** By content type. */
  readonly bodySchemas: BodySchemas;
}

/** A stage; its name is the first segment of every path. */
export interface StageConfig {
  readonly stageName: string;
  readonly deploymentId: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly methodSettings: readonly schemas.MethodSetting[];
}

/** A REST API as the template has it. */
export interface RestApiConfig {
  readonly apiId: string;
  readonly stages: readonly StageConfig[];
  readonly binaryMediaTypes: readonly string[];
  readonly root: ResourceNode<MethodConfig>;
  /** By response type. */
  readonly gatewayResponses: ReadonlyMap<string, schemas.GatewayResponseProperties>;
}

/**
 * Reads one REST API of the template with its resources, methods, authorizers, gateway responses and stages.
 * @throws TemplateError for anything that would behave otherwise on AWS than here.
 */
export const readRestApi = (template: Template, name: RestApiName): RestApiConfig => {
  const resources = findRestApi(template, name);
  const { BinaryMediaTypes } = parseProperties(schemas.restApi, resources.api);
  return {
    apiId: resources.apiId,
    stages: readStages(resources),
    binaryMediaTypes: BinaryMediaTypes,
    root: readResources(resources),
    gatewayResponses: new Map(
      resources
        .ofType('AWS::ApiGateway::GatewayResponse')
        .map((found) => parseProperties(schemas.gatewayResponse, found))
        .map((response) => [response.ResponseType, response]),
    ),
  };
};

const readStages = (resources: ApiResources): StageConfig[] => {
  for (const found of resources.ofType('AWS::ApiGateway::Deployment'))
    parseProperties(schemas.deployment, found);
  const stages = resources.ofType('AWS::ApiGateway::Stage').map((found): StageConfig => {
    const { StageName, DeploymentId, Variables, MethodSettings } = parseProperties(schemas.stage, found);
    return {
      stageName: StageName,
      deploymentId: DeploymentId,
      stageVariables: Variables,
      methodSettings: MethodSettings,
    };
  });
  if (stages.length === 0) throw new TemplateError(resources.api.logicalId, 'it has no stage');
  return stages;
};
