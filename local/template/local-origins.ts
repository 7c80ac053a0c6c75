import { LOCAL_REGION } from './pseudo-parameters';
import { isNameOf } from './rest-api-name';
import type { ResourceDocument, TemplateDocument } from './template-document';

/** Where the app's hosts listen on this machine; each `http://127.0.0.1:<port>`, without a slash at the end. */
export interface LocalOrigins {
  /** The REST API whose name ends in `-control`. */
  readonly control: string;
  /** The REST API whose name ends in `-upload`. */
  readonly upload: string;
  /** The CloudFront distribution. */
  readonly delivery: string;
}

/** Resolves intrinsic functions; `path` says where the value stands. */
type Resolve = (value: unknown, path: string) => unknown;

const executeApi = (id: string) => `${id}.execute-api.${LOCAL_REGION}.amazonaws.com`;

/**
 * Returns a function that replaces `https://<host>` of the template's own APIs and distribution, wherever a
 * resolved string holds it, with the local origin. What follows stays, a REST API's stage included. Function URLs
 * keep their AWS form: behind CloudFront nothing else calls them.
 */
export const localOriginRewriter = (
  document: TemplateDocument,
  origins: LocalOrigins,
  resolve: Resolve,
): ((value: string) => string) => {
  const originOf = (logicalId: string, resource: ResourceDocument): [host: string, origin: string][] => {
    const id = logicalId.toLowerCase();
    if (resource.Type === 'AWS::CloudFront::Distribution')
      return [[`${id}.cloudfront.net`, origins.delivery]];
    if (resource.Type !== 'AWS::ApiGateway::RestApi') return [];
    const name = resolve(resource.Properties?.['Name'], `${logicalId}.Name`);
    return (['control', 'upload'] as const)
      .filter((api) => isNameOf(name, api))
      .map((api) => [executeApi(id), origins[api]]);
  };
  const replacements = Object.entries(document.Resources)
    .flatMap(([logicalId, resource]) => originOf(logicalId, resource))
    .map(([host, origin]) => [`https://${host}`, origin] as const);
  return (value) => replacements.reduce((text, [from, to]) => text.replaceAll(from, to), value);
};
