import type { Logger } from '@aws-lambda-powertools/logger';
import type { APIGatewayAuthorizerResult, APIGatewayRequestAuthorizerEvent, Context } from 'aws-lambda';
import { decideUpload, type UploadDecision } from '../core/decide-upload';
import { imageNotFound } from '../core/errors';
import { parseUploadTarget, type UploadTarget } from '../core/keys';
import type { Clock, ImageRepository, SettingsRepository } from '../core/ports';
import {
  acceptedContext,
  refusedContext,
  type UploadAnswerOptions,
  type UploadContext,
} from './upload-context';

/** What the upload authorizer needs. */
export interface AuthorizeUploadDeps extends UploadAnswerOptions {
  readonly images: Pick<ImageRepository, 'find'>;
  readonly settings: SettingsRepository;
  readonly clock: Clock;
  readonly maxRequestBytes: number;
  readonly logger: Pick<Logger, 'info' | 'error'>;
}

/** A REST API's authorizer sees header names as the client wrote them. */
const contentLengthOf = ({ headers }: APIGatewayRequestAuthorizerEvent): number | undefined => {
  const [, value = ''] =
    Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'content-length') ?? [];
  return /^\d{1,15}$/.test(value) ? Number(value) : undefined;
};

/** `arn:…:<api>/<stage>/*`: an exact method ARN holds the upload URL's secret and may be longer than a policy allows. */
const stageWide = (methodArn: string): string => `${methodArn.split('/').slice(0, 2).join('/')}/*`;

/**
 * Always *Allow*: what becomes of the request is in the context, because a gateway's own denial has one fixed status
 * and the template of a refusal cannot be given the reason (docs/architecture.md, "The upload endpoint").
 */
const answer = (
  methodArn: string,
  principalId: string,
  context: UploadContext,
): APIGatewayAuthorizerResult => ({
  principalId,
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: stageWide(methodArn) }],
  },
  context,
});

const decide = async (
  event: APIGatewayRequestAuthorizerEvent,
  target: UploadTarget | undefined,
  deps: AuthorizeUploadDeps,
): Promise<UploadDecision> => {
  if (target === undefined) return { accepted: false, error: imageNotFound() };
  const image = await deps.images.find(target);
  return decideUpload(image, target, contentLengthOf(event), deps.clock(), deps);
};

const contextOf = async (
  decision: UploadDecision,
  target: UploadTarget | undefined,
  deps: AuthorizeUploadDeps,
) => {
  if (!decision.accepted || target === undefined) {
    return refusedContext(decision.accepted ? imageNotFound() : decision.error);
  }
  const { variants } = await deps.settings.get(target.accountHash);
  return acceptedContext(decision.draft, variants, deps);
};

/**
 * The REST API's authorizer: decides on one request to an upload URL and never throws for what a client sent.
 * @throws whatever the table throws; API Gateway then answers 500 by itself
 */
export const createHandler =
  (deps: AuthorizeUploadDeps) =>
  async (
    event: APIGatewayRequestAuthorizerEvent,
    { awsRequestId }: Context,
  ): Promise<APIGatewayAuthorizerResult> => {
    const { account_hash: hash = '', object = '' } = event.pathParameters ?? {};
    const target = parseUploadTarget(hash, object);
    // The nonce is the secret of the URL; everything else of it may be logged.
    const ids = { requestId: awsRequestId, accountHash: target?.accountHash, imageKey: target?.imageKey };
    try {
      const context = await contextOf(await decide(event, target, deps), target, deps);
      deps.logger.info('Upload decided', { ...ids, status: context.status, code: context.code });
      return answer(event.methodArn, target?.imageKey ?? 'unknown', context);
    } catch (error) {
      deps.logger.error('Upload could not be decided', { ...ids, error });
      throw error;
    }
  };
