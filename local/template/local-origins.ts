import { LOCAL_REGION } from './pseudo-parameters';
import type { TemplateDocument } from './template-document';

/** Where the app's hosts listen on this machine; each `http://127.0.0.1:<port>`, without a slash at the end. */
export interface LocalOrigins {
  /** The HTTP API. */
  readonly control: string;
  /** The REST API. */
  readonly upload: string;
  /** The CloudFront distribution. */
  readonly delivery: string;
}

const HOSTS: readonly { type: string; origin: keyof LocalOrigins; host: (id: string) => string }[] = [
  {
    type: 'AWS::ApiGatewayV2::Api',
    origin: 'control',
    host: (id) => `${id}.execute-api.${LOCAL_REGION}.amazonaws.com`,
  },
  {
    type: 'AWS::ApiGateway::RestApi',
    origin: 'upload',
    host: (id) => `${id}.execute-api.${LOCAL_REGION}.amazonaws.com`,
  },
  { type: 'AWS::CloudFront::Distribution', origin: 'delivery', host: (id) => `${id}.cloudfront.net` },
];

/**
 * Returns a function that replaces `https://<host>` of the template's own APIs and distribution, wherever a
 * resolved string holds it, with the local origin. What follows stays, a REST API's stage included. Function URLs
 * keep their AWS form: behind CloudFront nothing else calls them.
 */
export const localOriginRewriter = (
  document: TemplateDocument,
  origins: LocalOrigins,
): ((value: string) => string) => {
  const replacements = Object.entries(document.Resources).flatMap(([logicalId, { Type }]) =>
    HOSTS.filter(({ type }) => type === Type).map(
      ({ origin, host }) => [`https://${host(logicalId.toLowerCase())}`, origins[origin]] as const,
    ),
  );
  return (value) => replacements.reduce((text, [from, to]) => text.replaceAll(from, to), value);
};
