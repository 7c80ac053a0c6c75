import { onlyResource, parseProperties } from '../gateway/parse-properties';
import type { Throttle } from '../gateway/throttle';
import type { Resource, Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { type AuthorizerConfig, readAuthorizers } from './authorizer-config';
import { checkMappings } from './check-mappings';
import { type BodySchemas, readModels, readValidators, type ValidatorConfig } from './request-validators';
import * as schemas from './resource-schemas';
import type { ResourceNode } from './resource-tree';
import { throttleOf } from './stage-throttle';

/** A method and everything that answers it. */
export interface MethodConfig {
  readonly httpMethod: string;
  readonly properties: schemas.MethodProperties;
  readonly authorizer?: AuthorizerConfig;
  readonly validator?: ValidatorConfig;
  /** By content type. */
  readonly bodySchemas: BodySchemas;
  readonly throttle?: Throttle;
}

/** A REST API as the template has it. */
export interface RestApiConfig {
  readonly apiId: string;
  readonly stageName: string;
  readonly deploymentId: string;
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly binaryMediaTypes: readonly string[];
  readonly root: ResourceNode<MethodConfig>;
  /** By response type. */
  readonly gatewayResponses: ReadonlyMap<string, schemas.GatewayResponseProperties>;
}

/**
 * Reads the template's one REST API with its resources, methods, authorizers, gateway responses and stage.
 * @throws TemplateError for anything that would behave otherwise on AWS than here.
 */
export const readRestApi = (template: Template): RestApiConfig => {
  const resource = onlyResource(template, 'AWS::ApiGateway::RestApi');
  const api = parseProperties(schemas.restApi, resource);
  const stage = parseProperties(schemas.stage, onlyResource(template, 'AWS::ApiGateway::Stage'));
  return {
    apiId: String(template.resolve({ Ref: resource.logicalId })),
    stageName: stage.StageName,
    deploymentId: stage.DeploymentId,
    stageVariables: stage.Variables,
    binaryMediaTypes: api.BinaryMediaTypes,
    root: readTree(template, resource, stage.MethodSettings),
    gatewayResponses: new Map(
      template
        .ofType('AWS::ApiGateway::GatewayResponse')
        .map((found) => parseProperties(schemas.gatewayResponse, found))
        .map((response) => [response.ResponseType, response]),
    ),
  };
};

const readTree = (
  template: Template,
  api: Resource,
  settings: readonly schemas.MethodSetting[],
): ResourceNode<MethodConfig> => {
  const rootId = String(template.resolve({ 'Fn::GetAtt': [api.logicalId, 'RootResourceId'] }));
  const root: ResourceNode<MethodConfig> = node(rootId, '', '/');
  const nodes = new Map([[rootId, root]]);
  let waiting = template
    .ofType('AWS::ApiGateway::Resource')
    .map((found) => ({ id: String(template.resolve({ Ref: found.logicalId })), found }));
  while (waiting.length > 0) {
    const orphans = waiting.filter(({ id, found }) => {
      const { ParentId, PathPart } = parseProperties(schemas.resource, found);
      const parent = nodes.get(ParentId);
      if (!parent) return true;
      const child = node(id, PathPart, `${parent.path === '/' ? '' : parent.path}/${PathPart}`);
      parent.children.push(child);
      nodes.set(id, child);
      return false;
    });
    if (orphans.length === waiting.length)
      throw new TemplateError(orphans[0]?.found.logicalId ?? '', 'its parent is no resource of the API');
    waiting = orphans;
  }
  addMethods(template, nodes, settings);
  return root;
};

const node = (resourceId: string, part: string, path: string): ResourceNode<MethodConfig> => ({
  resourceId,
  part,
  path,
  children: [],
  methods: new Map(),
});

const addMethods = (
  template: Template,
  nodes: ReadonlyMap<string, ResourceNode<MethodConfig>>,
  settings: readonly schemas.MethodSetting[],
): void => {
  const authorizers = readAuthorizers(template);
  const validators = readValidators(template);
  const models = readModels(template);
  for (const found of template.ofType('AWS::ApiGateway::Method')) {
    const properties = parseProperties(schemas.method, found);
    const target = nodes.get(properties.ResourceId);
    if (!target) throw new TemplateError(found.logicalId, 'its resource is not part of the API');
    checkMappings(found.logicalId, properties, target.path);
    const throttle = throttleOf(settings, properties.HttpMethod, target.path);
    target.methods.set(properties.HttpMethod, {
      httpMethod: properties.HttpMethod,
      properties,
      ...named('authorizer', authorizers, properties.AuthorizerId, found),
      ...named('validator', validators, properties.RequestValidatorId, found),
      bodySchemas: models.for(properties.RequestModels, found.logicalId),
      ...(throttle && { throttle }),
    });
  }
};

const named = <K extends string, V>(
  key: K,
  values: ReadonlyMap<string, V>,
  id: string | undefined,
  { logicalId }: Resource,
): { [P in K]?: V } => {
  if (id === undefined) return {};
  const value = values.get(id);
  if (value === undefined) throw new TemplateError(logicalId, `there is no ${key} ${id}`);
  return { [key]: value } as { [P in K]?: V };
};
