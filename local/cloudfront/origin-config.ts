import { parseProperties } from '../gateway/parse-properties';
import type { Template } from '../template/template';
import { TemplateError } from '../template/template-error';
import { functionUrl, type OriginProperties, originAccessControl } from './distribution-schemas';

/** An origin that is a function URL. */
export interface FunctionUrlOriginConfig {
  readonly domainName: string;
  readonly path: string;
  readonly customHeaders: readonly (readonly [name: string, value: string])[];
  readonly timeoutMs: number;
  readonly functionArn: string;
  readonly invokeMode: 'BUFFERED' | 'RESPONSE_STREAM';
  readonly authType: 'AWS_IAM' | 'NONE';
  /** True when origin access control signs every request. */
  readonly isSigned: boolean;
}

/** The origins of a distribution by id. @throws TemplateError for one that is no function URL of the template. */
export const readOrigins = (
  template: Template,
  origins: readonly OriginProperties[],
  path: string,
): Map<string, FunctionUrlOriginConfig> => {
  const urls = new Map(
    template
      .ofType('AWS::Lambda::Url')
      .map((resource) => [hostOf(template, resource.logicalId), resource] as const),
  );
  return new Map(
    origins.map((origin): [string, FunctionUrlOriginConfig] => {
      const url = urls.get(origin.DomainName);
      if (!url)
        throw new TemplateError(path, `origin ${origin.DomainName} is no function URL of the template`);
      const target = parseProperties(functionUrl, url);
      return [
        origin.Id,
        {
          domainName: origin.DomainName,
          path: origin.OriginPath,
          customHeaders: origin.OriginCustomHeaders.map(({ HeaderName, HeaderValue }) => [
            HeaderName,
            HeaderValue,
          ]),
          timeoutMs: origin.CustomOriginConfig.OriginReadTimeout * 1_000,
          functionArn: target.TargetFunctionArn,
          invokeMode: target.InvokeMode,
          authType: target.AuthType,
          isSigned: signs(template, origin.OriginAccessControlId),
        },
      ];
    }),
  );
};

const hostOf = (template: Template, logicalId: string): string =>
  String(template.resolve({ 'Fn::GetAtt': [logicalId, 'FunctionUrl'] })).split('/')[2] ?? '';

const signs = (template: Template, id: string | undefined): boolean => {
  if (id === undefined || id === '') return false;
  const found = template
    .ofType('AWS::CloudFront::OriginAccessControl')
    .find(({ logicalId }) => template.resolve({ 'Fn::GetAtt': [logicalId, 'Id'] }) === id);
  if (!found) throw new TemplateError(id, 'there is no such origin access control');
  return parseProperties(originAccessControl, found).OriginAccessControlConfig.SigningBehavior === 'always';
};
