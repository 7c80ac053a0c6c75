import { startCloudFront } from './cloudfront/cloudfront';
import { startInvalidationApi } from './cloudfront/invalidation-api';
import type { Health } from './health';
import { startHttpApi } from './http-api/http-api';
import { createPageServer } from './page-server';
import { startRestApi } from './rest-api/rest-api';
import { HOST, originOf, type ServiceContext } from './service-context';

/**
 * Starts the control port: page, health and API share it, as nothing does in AWS, because a laptop should have one
 * address to remember.
 */
export const startControl = async (context: ServiceContext, health: Health): Promise<void> => {
  const { config, template, functions, pageFolder, parts, log } = context;
  const page = createPageServer({
    folder: pageFolder,
    origin: originOf(config.controlPort),
    accountId: config.accountId,
    apiToken: config.apiToken,
  });
  const server = await startHttpApi({
    host: HOST,
    port: config.controlPort,
    template,
    functions,
    log,
    before: async (request, response) => health.answer(request, response) || page(request, response),
  });
  parts.add('gateways', server);
};

/** Starts the upload and the delivery port. Returns the port of CloudFront's API, which drops cached answers. */
export const startUploadAndDelivery = async (context: ServiceContext): Promise<number> => {
  const { config, template, functions, iam, parts, log } = context;
  const shared = { host: HOST, template, functions, log };
  const s3Endpoint = originOf(config.s3Port);
  parts.add(
    'gateways',
    await startRestApi({ ...shared, api: 'upload', port: config.uploadPort, s3Endpoint, iam }),
  );
  const distribution = parts.add('gateways', await startCloudFront({ ...shared, port: config.deliveryPort }));
  const api = await startInvalidationApi({ host: HOST, port: 0, iam, distribution, log });
  return parts.add('storage', api).port;
};
