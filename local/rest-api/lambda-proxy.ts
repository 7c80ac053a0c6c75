import { MalformedResponse } from '../gateway/payload-v2-response';
import { FunctionError } from '../lambda/local-function';
import type { MethodConfig } from './api-config';
import { GatewayFault } from './gateway-fault';
import type { Integrate } from './integration';
import { invokeLambda, type LambdaRuntime } from './invoke-lambda';
import { lambdaTarget } from './lambda-target';
import { acceptedType, isBinaryMediaType } from './media-type';
import { readProxyAnswer, UndecodableBody } from './proxy-answer';
import { proxyEvent } from './proxy-event';

/**
 * A Lambda proxy integration: the function gets the whole request and answers the whole response. A failed function
 * and a malformed answer are API Gateway's 502, which `DEFAULT_5XX` may shape.
 * @throws TemplateError for properties that do not run locally
 */
export const lambdaProxy = (
  method: MethodConfig,
  binaryMediaTypes: readonly string[],
  runtime: LambdaRuntime,
): Integrate => {
  const target = lambdaTarget(method);
  return async (sources) => {
    const { request, context } = sources;
    const event = proxyEvent(sources, binaryMediaTypes, new Date(context.requestTimeEpoch));
    try {
      const answer = await invokeLambda(target, JSON.stringify(event), context, runtime);
      const response = readProxyAnswer(answer, isBinaryMediaType(binaryMediaTypes, acceptedType(request)));
      const ids = { 'x-amzn-requestid': context.requestId, 'x-amz-apigw-id': context.extendedRequestId };
      return { ...response, headers: { ...response.headers, ...ids } };
    } catch (error) {
      if (error instanceof UndecodableBody) throw new GatewayFault('API_CONFIGURATION_ERROR', error.message);
      if (error instanceof FunctionError || error instanceof MalformedResponse)
        throw new GatewayFault('DEFAULT_5XX', String(error), { status: 502 });
      throw error;
    }
  };
};
