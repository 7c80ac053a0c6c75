import { startCloudFront } from './cloudfront/cloudfront';
import { startInvalidationApi } from './cloudfront/invalidation-api';
import type { Health } from './health';
import { createPageServer } from './page-server';
import { startRestApi } from './rest-api/rest-api';
import { HOST, originOf, type ServiceContext } from './service-context';

/**
 * Starts the control port: page, health and API share it, as nothing does in AWS, because a laptop should have one
 * address to remember.
 */
export const startControl = async (context: ServiceContext, health: Health): Promise<void> => {
  const { config, pageFolder, parts } = context;
  const page = createPageServer({
    folder: pageFolder,
    origin: originOf(config.controlPort),
    accountId: config.accountId,
    apiToken: config.apiToken,
  });
  const server = await startRestApi({
    ...surroundings(context),
    api: 'control',
    port: config.controlPort,
    before: async (request, response) => health.answer(request, response) || page(request, response),
  });
  parts.add('gateways', server);
};

/** Starts the upload and the delivery port. Returns the port of CloudFront's API, which drops cached answers. */
export const startUploadAndDelivery = async (context: ServiceContext): Promise<number> => {
  const { config, iam, parts, log } = context;
  const shared = surroundings(context);
  parts.add('gateways', await startRestApi({ ...shared, api: 'upload', port: config.uploadPort }));
  const distribution = parts.add('gateways', await startCloudFront({ ...shared, port: config.deliveryPort }));
  const api = await startInvalidationApi({ host: HOST, port: 0, iam, distribution, log });
  return parts.add('storage', api).port;
};

/** What every gateway runs on. */
const surroundings = ({ config, template, functions, iam, log }: ServiceContext) => ({
  host: HOST,
  template,
  functions,
  s3Endpoint: originOf(config.s3Port),
  iam,
  log,
});
