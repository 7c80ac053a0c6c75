import { Duration, Stack, Validations } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  AllowedMethods,
  type CachePolicy,
  Distribution,
  Function as EdgeFunction,
  type ErrorResponse,
  FunctionCode,
  FunctionEventType,
  FunctionRuntime,
  FunctionUrlOriginAccessControl,
  HttpVersion,
  PriceClass,
  ResponseHeadersPolicy,
  SecurityPolicyProtocol,
  ViewerProtocolPolicy,
} from 'aws-cdk-lib/aws-cloudfront';
import { FunctionUrlOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { FunctionUrlAuthType, InvokeMode } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Env } from '../../lambdas/deliver/env';
import type { Config, DomainConfig } from '../config';
import { edgeFunctionCode } from '../edge/edge-function-code';
import { createDeliveryCachePolicy } from './delivery-cache-policy';
import { globalName } from './global-name';
import type { ImageBuckets } from './image-buckets';
import type { ImageRecords } from './image-records';
import { type FunctionDefaults, ServiceFunction } from './service-function';

/** Where CloudFront answers from: all of its places, all but the dearest, or North America, Europe and Israel. */
const PRICE_CLASSES: Readonly<Record<Config['delivery']['priceClass'], PriceClass>> = {
  all: PriceClass.PRICE_CLASS_ALL,
  200: PriceClass.PRICE_CLASS_200,
  100: PriceClass.PRICE_CLASS_100,
};

/** Props of `Delivery`. */
export interface DeliveryProps {
  readonly records: ImageRecords;
  readonly buckets: ImageBuckets;
  readonly functionDefaults: FunctionDefaults;
  /** @default the host name of CloudFront */
  readonly domain?: DomainConfig | undefined;
  /** How long the edge may answer without asking again, in seconds: the bound of every purge. */
  readonly edgeTtlSeconds: number;
  readonly priceClass: Config['delivery']['priceClass'];
  /** Renders at the same time at most; taken from the account's quota. @default no limit of its own */
  readonly reservedConcurrency?: number | undefined;
  /** Region of an additional cache that all places ask first, which makes one computation of many. @default none */
  readonly originShieldRegion?: string | undefined;
}

/** Longer than a render may take (`sharp-source.ts`), so that its own error is the answer. */
const TIMEOUT = Duration.seconds(55);

/**
 * Refusals are asked for again and again by the pages that show them; a few seconds take the load off and hardly
 * delay the moment an image is there. What fails for lack of capacity is asked again at once.
 */
const ERROR_RESPONSES: readonly ErrorResponse[] = [
  ...[400, 403, 404, 500].map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(10) })),
  ...[502, 503, 504].map((httpStatus) => ({ httpStatus, ttl: Duration.seconds(1) })),
];

/**
 * Delivery: CloudFront → function URL → function. Only this distribution may call the URL: origin access control
 * signs its requests, and the origin adds both permissions that function URLs ask for. The function reads originals
 * and settings and keeps derivatives.
 */
export class Delivery extends Construct {
  /** `https://` and the host, no trailing slash. */
  readonly baseUrl: string;
  readonly distribution: Distribution;
  readonly function: ServiceFunction<Env>;

  constructor(scope: Construct, id: string, props: DeliveryProps) {
    super(scope, id);
    this.function = this.createFunction(props);
    this.distribution = this.createDistribution(props, createDeliveryCachePolicy(this, props.edgeTtlSeconds));
    this.baseUrl = `https://${props.domain?.name ?? this.distribution.distributionDomainName}`;
    this.acknowledgeFindings(props);
  }

  /** Allows dropping cached answers of this distribution. */
  grantPurge(grantee: IGrantable): void {
    Grant.addToPrincipal({
      grantee,
      actions: ['cloudfront:CreateInvalidation'],
      resourceArns: [this.distribution.distributionArn],
    });
  }

  private createFunction(props: DeliveryProps): ServiceFunction<Env> {
    const deliver = new ServiceFunction<Env>(this, 'Function', {
      name: 'deliver',
      defaults: props.functionDefaults,
      // One core, and room for 100 megapixels of the formats that cannot be decoded piece by piece.
      memorySize: 2048,
      timeout: TIMEOUT,
      native: ['sharp', 'libheif-js'],
      ...(props.reservedConcurrency === undefined ? {} : { reservedConcurrency: props.reservedConcurrency }),
      environment: {
        TABLE_NAME: props.records.table.tableName,
        IMAGES_BUCKET: props.buckets.images.bucketName,
      },
    });
    props.records.grantDeliver(deliver);
    props.buckets.grantDeliver(deliver);
    return deliver;
  }

  private createDistribution(props: DeliveryProps, cachePolicy: CachePolicy): Distribution {
    const url = this.function.function.addFunctionUrl({
      authType: FunctionUrlAuthType.AWS_IAM,
      invokeMode: InvokeMode.RESPONSE_STREAM,
    });
    return new Distribution(this, 'Distribution', {
      comment: `${Stack.of(this).stackName}: image delivery`,
      httpVersion: HttpVersion.HTTP2_AND_3,
      priceClass: PRICE_CLASSES[props.priceClass],
      errorResponses: [...ERROR_RESPONSES],
      ...this.domainProps(props.domain),
      defaultBehavior: {
        origin: FunctionUrlOrigin.withOriginAccessControl(url, {
          originAccessControl: new FunctionUrlOriginAccessControl(this, 'OriginAccess', {
            originAccessControlName: globalName(this, 'origin'),
          }),
          readTimeout: Duration.seconds(60),
          ...(props.originShieldRegion ? { originShieldRegion: props.originShieldRegion } : {}),
        }),
        allowedMethods: AllowedMethods.ALLOW_GET_HEAD_OPTIONS,
        viewerProtocolPolicy: ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
        cachePolicy,
        compress: false,
        responseHeadersPolicy: this.createHeadersPolicy(),
        functionAssociations: [
          { eventType: FunctionEventType.VIEWER_REQUEST, function: this.createEdgeFunction() },
        ],
      },
    });
  }

  private domainProps(domain: DomainConfig | undefined) {
    if (!domain) return {};
    const certificate = Certificate.fromCertificateArn(this, 'Certificate', domain.certificateArn);
    return {
      domainNames: [domain.name],
      certificate,
      minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021,
    };
  }

  private createEdgeFunction(): EdgeFunction {
    return new EdgeFunction(this, 'ViewerRequest', {
      functionName: globalName(this, 'viewer'),
      runtime: FunctionRuntime.JS_2_0,
      code: FunctionCode.fromInline(edgeFunctionCode('viewer-request')),
    });
  }

  /** Also on CloudFront's own errors; everything about the image itself is said by the function. */
  private createHeadersPolicy(): ResponseHeadersPolicy {
    return new ResponseHeadersPolicy(this, 'Headers', {
      responseHeadersPolicyName: globalName(this, 'headers'),
      securityHeadersBehavior: {
        contentTypeOptions: { override: true },
        strictTransportSecurity: { accessControlMaxAge: Duration.days(730), override: true },
      },
    });
  }

  private acknowledgeFindings({ domain }: DeliveryProps): void {
    Validations.of(this.distribution).acknowledge(
      {
        id: 'AwsSolutions-CFR1',
        reason: 'Images are for everyone; which countries are not is for the owner to say.',
      },
      {
        id: 'AwsSolutions-CFR2',
        reason:
          'A web ACL costs a fixed fee and lives in us-east-1: the owner may attach one. Work is bounded without it.',
      },
      {
        id: 'AwsSolutions-CFR3',
        reason:
          'Access logs would name every viewer and hold signatures of private images; metrics and refusals are kept.',
      },
    );
    if (!domain)
      Validations.of(this.distribution).acknowledge({
        id: 'AwsSolutions-CFR4',
        reason:
          'The certificate of CloudFront comes with its own policy, which cannot be changed; an own domain demands TLS 1.2.',
      });
  }
}
