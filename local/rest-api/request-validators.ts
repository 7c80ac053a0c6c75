import Ajv, { type ValidateFunction } from 'ajv';
import { parseProperties } from '../gateway/parse-properties';
import { TemplateError } from '../template/template-error';
import type { ApiResources } from './api-resources';
import { model, requestValidator } from './resource-schemas';

/** What a method's request is checked for before its integration. */
export interface ValidatorConfig {
  readonly body: boolean;
  readonly parameters: boolean;
}

/** The models of a method's body by content type. */
export type BodySchemas = ReadonlyMap<string, ValidateFunction>;

/** The request validators of an API by id. @throws TemplateError */
export const readValidators = (resources: ApiResources): Map<string, ValidatorConfig> =>
  new Map(
    resources.ofType('AWS::ApiGateway::RequestValidator').map((found) => {
      const { ValidateRequestBody, ValidateRequestParameters } = parseProperties(requestValidator, found);
      return [
        String(resources.resolve({ Ref: found.logicalId })),
        { body: ValidateRequestBody, parameters: ValidateRequestParameters },
      ];
    }),
  );

/** The models of an API. @throws TemplateError for a method that names an unknown one. */
export const readModels = (resources: ApiResources) => {
  // API Gateway's models are JSON schema draft 4; ajv's keywords agree on what models use, its meta schema does not.
  const ajv = new Ajv({ strict: false, validateSchema: false });
  const compiled = new Map(
    resources.ofType('AWS::ApiGateway::Model').map((found) => {
      const { Schema } = parseProperties(model, found);
      const { $schema: _, ...schema } = typeof Schema === 'string' ? JSON.parse(Schema) : Schema;
      return [String(resources.resolve({ Ref: found.logicalId })), ajv.compile(schema)];
    }),
  );
  compiled.set('Empty', ajv.compile({}));
  return {
    for: (names: Readonly<Record<string, string>>, logicalId: string): BodySchemas =>
      new Map(
        Object.entries(names).map(([contentType, name]) => {
          const validate = compiled.get(name);
          if (!validate) throw new TemplateError(logicalId, `there is no model ${name}`);
          return [contentType, validate];
        }),
      ),
  };
};
