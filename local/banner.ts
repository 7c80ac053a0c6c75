import type { LocalConfig } from './config';
import type { ServiceInfo } from './service-file';

/** What a user needs to know at the start: where everything is, the token, and a command to try. */
export const banner = (config: LocalConfig, endpoints: ServiceInfo['endpoints']): string => `
Direct upload is ready.

  Upload page  ${endpoints.control}/
  API          ${endpoints.control}/client/v4
  Uploads      ${endpoints.upload}
  Delivery     ${endpoints.delivery}
  S3           ${endpoints.s3}
  Account      ${config.accountId}
  Token        ${config.apiToken}
  Data         ${config.dataDir} (npm start -- --reset empties it)

Get a one-time upload link:

  curl -X POST ${endpoints.control}/client/v4/accounts/${config.accountId}/images/v2/direct_upload \\
    -H 'Authorization: Bearer ${config.apiToken}'
`;
