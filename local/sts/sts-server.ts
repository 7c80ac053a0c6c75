import { accessKeyOf } from '../aws-api/access-key';
import { ServiceError } from '../aws-api/service-error';
import { type ServiceAnswer, startServiceApi } from '../aws-api/start-service-api';
import type { RunningServer } from '../gateway/start-server';
import { assumeRole, type StsIam } from './assume-role';
import { assumeRoleXml, stsErrorXml } from './sts-xml';

/** How STS runs. */
export interface StsOptions {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly iam: StsIam;
  /** Takes one line for each refusal and fault. */
  readonly log: (line: string) => void;
}

const MAX_BODY_BYTES = 64 * 1024;

const xml = (status: number, body: string): ServiceAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body,
});

const respond = (iam: StsIam, accessKeyId: string, parameters: URLSearchParams): string => {
  if (parameters.get('Action') !== 'AssumeRole')
    throw new ServiceError(
      400,
      'InvalidAction',
      `The local service has no STS action ${parameters.get('Action')}`,
    );
  return assumeRoleXml(assumeRole(iam, { accessKeyId, parameters }));
};

/** STS with the one action this product uses. The access key must be one that was issued. */
export const startSts = ({ iam, ...options }: StsOptions): Promise<RunningServer> =>
  startServiceApi({
    ...options,
    name: 'sts',
    maxBodyBytes: MAX_BODY_BYTES,
    answer: (request, body) =>
      xml(200, respond(iam, accessKeyOf(request) ?? '', new URLSearchParams(body.toString('utf8')))),
    refuse: (error) => xml(error.status, stsErrorXml(error)),
  });
