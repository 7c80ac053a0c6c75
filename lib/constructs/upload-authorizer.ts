import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import type { Env } from '../../lambdas/authorize-upload/env';
import type { ImageRecords } from './image-records';
import { type FunctionDefaults, ServiceFunction } from './service-function';

/** Props of `UploadAuthorizer`. */
export interface UploadAuthorizerProps {
  readonly records: ImageRecords;
  readonly functionDefaults: FunctionDefaults;
  readonly deliveryBaseUrl: string;
  /** Largest file, in bytes. */
  readonly maxUploadBytes: number;
  /** Whether the answer to an upload has the metadata. */
  readonly uploaderSeesMeta: boolean;
}

/** What a REST API passes on at most, the whole request body counted (API Gateway quotas). */
const GATEWAY_MAX_BYTES = 10 * 1024 * 1024;
/** Boundaries, part headers and the form's other fields around a file. */
const FORM_OVERHEAD_BYTES = 64 * 1024;

/** Decides for each upload request what the endpoint does with it. */
export class UploadAuthorizer extends Construct {
  readonly function: IFunction;

  constructor(scope: Construct, id: string, props: UploadAuthorizerProps) {
    super(scope, id);
    const { records } = props;
    const authorizer = new ServiceFunction<Env>(this, 'Function', {
      name: 'authorize-upload',
      defaults: props.functionDefaults,
      environment: {
        TABLE_NAME: records.table.tableName,
        DELIVERY_BASE_URL: props.deliveryBaseUrl,
        MAX_REQUEST_BYTES: String(Math.min(GATEWAY_MAX_BYTES, props.maxUploadBytes + FORM_OVERHEAD_BYTES)),
        UPLOADER_SEES_META: String(props.uploaderSeesMeta),
      },
    });
    records.grantAuthorizeUpload(authorizer);
    this.function = authorizer.function;
  }
}
