import { parseProperties } from '../gateway/parse-properties';
import type { Resource } from '../template/template';
import { TemplateError } from '../template/template-error';
import type { MethodConfig } from './api-config';
import type { ApiResources } from './api-resources';
import { readAuthorizers } from './authorizer-config';
import { checkMappings } from './check-mappings';
import { readModels, readValidators } from './request-validators';
import * as schemas from './resource-schemas';
import type { ResourceNode } from './resource-tree';

/** Reads the tree of an API's resources with their methods; returns the root. @throws TemplateError */
export const readResources = (resources: ApiResources): ResourceNode<MethodConfig> => {
  const rootId = String(resources.resolve({ 'Fn::GetAtt': [resources.api.logicalId, 'RootResourceId'] }));
  const root: ResourceNode<MethodConfig> = node(rootId, '', '/');
  const nodes = new Map([[rootId, root]]);
  let waiting = resources
    .ofType('AWS::ApiGateway::Resource')
    .map((found) => ({ id: String(resources.resolve({ Ref: found.logicalId })), found }));
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
  addMethods(resources, nodes);
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
  resources: ApiResources,
  nodes: ReadonlyMap<string, ResourceNode<MethodConfig>>,
): void => {
  const authorizers = readAuthorizers(resources);
  const validators = readValidators(resources);
  const models = readModels(resources);
  for (const found of resources.ofType('AWS::ApiGateway::Method')) {
    const properties = parseProperties(schemas.method, found);
    const target = nodes.get(properties.ResourceId);
    if (!target) throw new TemplateError(found.logicalId, 'its resource is not part of the API');
    checkMappings(found.logicalId, properties, target.path);
    target.methods.set(properties.HttpMethod, {
      httpMethod: properties.HttpMethod,
      path: target.path,
      logicalId: found.logicalId,
      properties,
      ...named('authorizer', authorizers, properties.AuthorizerId, found),
      ...named('validator', validators, properties.RequestValidatorId, found),
      bodySchemas: models.for(properties.RequestModels, found.logicalId),
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
