import { Duration, Validations } from 'aws-cdk-lib';
import {
  AwsIntegration,
  type CfnAuthorizer,
  ContentHandling,
  type IntegrationResponse,
  type Method,
  MockIntegration,
  PassthroughBehavior,
  RequestAuthorizer,
  type Resource,
  type RestApi,
} from 'aws-cdk-lib/aws-apigateway';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { ImageBuckets } from './image-buckets';
import {
  type ApiProps,
  addOwnDomain,
  apiStageOptions,
  createRegionalApi,
  executeApiHost,
  prepareLogs,
} from './regional-api';
import { fixedAnswer, uploadAnswers } from './upload-answers';
import { ALLOWED_METHODS } from './upload-cors';
import { addUploadGatewayResponses, METHOD_NOT_ALLOWED } from './upload-gateway-responses';

/** Props of `UploadEndpoint`. */
export interface UploadEndpointProps extends ApiProps {
  readonly buckets: ImageBuckets;
  /** Answers with the context that docs/architecture.md, "The upload endpoint", describes. */
  readonly authorizer: IFunction;
  readonly allowedOrigins: readonly string[];
}

const STAGE = 'upload';

/** The nonce in the path is what authorises an upload, so the path is never logged; its resource is. */
const ACCESS_LOG = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  ip: '$context.identity.sourceIp',
  method: '$context.httpMethod',
  resource: '$context.resourcePath',
  status: '$context.status',
  storageStatus: '$context.integration.status',
  refusalCode: '$context.authorizer.code',
  gatewayError: '$context.error.responseType',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  storageLatencyMs: '$context.integration.latency',
};

/**
 * The host of `uploadURL`: hands the request's body to S3 as it is, without a function in between, and answers with
 * the envelope in every case. What it may do is decided by the authorizer and bounded by the integration's role.
 */
export class UploadEndpoint extends Construct {
  readonly api: RestApi;
  /** What upload URLs start with; no trailing slash. */
  readonly baseUrl: string;
  /** Where the own host name's DNS record points, when there is one. */
  readonly domainTarget?: string;

  constructor(scope: Construct, id: string, props: UploadEndpointProps) {
    super(scope, id);
    this.api = this.createApi(props);
    const object = this.api.root.addResource('{account_hash}').addResource('{object}');
    this.addUploads(object, props);
    this.addFixedAnswers(object, props.allowedOrigins);
    addUploadGatewayResponses(this.api, props.allowedOrigins);
    if (props.domain)
      this.domainTarget = addOwnDomain(this, this.api, props.domain).domainNameAliasDomainName;
    this.baseUrl = props.domain
      ? `https://${props.domain.name}`
      : `https://${executeApiHost(this.api)}/${STAGE}`;
  }

  private createApi(props: UploadEndpointProps): RestApi {
    // Not traced: the URL holds the nonce. The authorizer's own traces do not.
    const stage = apiStageOptions(this, { ...props, accessLog: ACCESS_LOG, tracingEnabled: false });
    const api = createRegionalApi(this, {
      purpose: 'upload',
      description: 'Direct uploads: one-time URLs into S3',
      deployOptions: { ...stage, stageName: STAGE },
      domain: props.domain,
    });
    prepareLogs(api.deploymentStage, props);
    this.acknowledgeApi(api);
    return api;
  }

  private addUploads(object: Resource, props: UploadEndpointProps): void {
    const authorizer = new RequestAuthorizer(this, 'Authorizer', {
      handler: props.authorizer,
      identitySources: [],
      // Never cached: the answer changes with the first upload.
      resultsCacheTtl: Duration.seconds(0),
    });
    // Without a cache there is nothing to identify a caller by; CDK writes an empty string instead of nothing.
    (authorizer.node.defaultChild as CfnAuthorizer).addPropertyDeletionOverride('IdentitySource');
    const integration = this.createStorageIntegration(props);
    for (const httpMethod of ['POST', 'PUT'])
      object.addMethod(httpMethod, integration, {
        authorizer,
        requestParameters: {
          'method.request.path.account_hash': true,
          'method.request.path.object': true,
          'method.request.header.Content-Type': false,
        },
        methodResponses: declared(uploadAnswers(props.allowedOrigins)),
      });
  }

  private createStorageIntegration({ buckets, allowedOrigins }: UploadEndpointProps): AwsIntegration {
    const role = new Role(this, 'StorageRole', {
      assumedBy: new ServicePrincipal('apigateway.amazonaws.com'),
    });
    buckets.grantUpload({ role, grantPrincipal: role });
    return new AwsIntegration({
      service: 's3',
      integrationHttpMethod: 'PUT',
      path: `${buckets.staging.bucketName}/{prefix}/{account_hash}/{object}`,
      options: {
        credentialsRole: role,
        passthroughBehavior: PassthroughBehavior.WHEN_NO_MATCH,
        requestParameters: {
          'integration.request.path.prefix': 'context.authorizer.prefix',
          'integration.request.path.account_hash': 'method.request.path.account_hash',
          'integration.request.path.object': 'method.request.path.object',
          'integration.request.header.Content-Type': 'method.request.header.Content-Type',
          'integration.request.header.If-None-Match': "'*'",
        },
        integrationResponses: uploadAnswers(allowedOrigins),
      },
    });
  }

  /** Preflight, and 405 for every other method. */
  private addFixedAnswers(object: Resource, allowedOrigins: readonly string[]): void {
    const preflight = fixedAnswer(allowedOrigins, '204', {}, '');
    const notAllowed = fixedAnswer(allowedOrigins, '405', { Allow: ALLOWED_METHODS }, METHOD_NOT_ALLOWED);
    addMock(object, 'OPTIONS', preflight);
    Validations.of(addMock(object, 'ANY', notAllowed)).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'It answers a constant, to everyone.',
    });
  }

  private acknowledgeApi(api: RestApi): void {
    Validations.of(api).acknowledge(
      {
        id: 'AwsSolutions-APIG2',
        reason:
          'The body is an image that goes to S3 unread; the authorizer checks path and length, ingest the bytes.',
      },
      {
        id: 'AwsSolutions-COG4',
        reason:
          'Whoever has the one-time URL may upload, once; browsers bring nothing else. The authorizer checks it.',
      },
      {
        id: 'Serverless-APIGWXrayEnabled',
        reason: 'X-Ray records the URL of every request, and the URL is the permission to upload.',
      },
      {
        id: 'AwsSolutions-APIG3',
        reason:
          'A web ACL has a price of its own; stage throttling and one-time URLs bound the requests that cost anything.',
      },
    );
  }
}

/** Method responses must declare every status and header that an integration response sets. */
const declared = (answers: readonly IntegrationResponse[]) =>
  answers.map(({ statusCode, responseParameters = {} }) => ({
    statusCode,
    responseParameters: Object.fromEntries(Object.keys(responseParameters).map((header) => [header, true])),
  }));

/**
 * Bodies are binary to this API, and a mock's request template applies to text only: without the conversion every
 * preflight would be a 500. A content type without a template must not pass, because a mock needs the template.
 */
const addMock = (object: Resource, httpMethod: string, answer: IntegrationResponse): Method =>
  object.addMethod(
    httpMethod,
    new MockIntegration({
      contentHandling: ContentHandling.CONVERT_TO_TEXT,
      passthroughBehavior: PassthroughBehavior.NEVER,
      requestTemplates: { 'application/json': `{"statusCode":${answer.statusCode}}` },
      integrationResponses: [answer],
    }),
    { methodResponses: declared([answer]) },
  );
