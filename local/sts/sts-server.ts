import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody } from '../gateway/read-body';
import { type RunningServer, startServer } from '../gateway/start-server';
import { assumeRole, StsError, type StsIam } from './assume-role';
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

const send = (response: ServerResponse, status: number, xml: string) => {
  response.writeHead(status, { 'content-type': 'text/xml' });
  response.end(xml);
};

const accessKeyOf = (request: IncomingMessage): string =>
  /Credential=([^/,\s]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';

const respond = (iam: StsIam, accessKeyId: string, parameters: URLSearchParams): string => {
  if (parameters.get('Action') !== 'AssumeRole')
    throw new StsError(
      400,
      'InvalidAction',
      `The local service has no STS action ${parameters.get('Action')}`,
    );
  return assumeRoleXml(assumeRole(iam, { accessKeyId, parameters }));
};

/**
 * STS with the one action this product uses. The access key must be one that was issued; the signature is not verified,
 * because nothing but the functions on this machine knows an access key.
 */
export const startSts = ({ host, port, iam, log }: StsOptions): Promise<RunningServer> =>
  startServer({
    host,
    port,
    log,
    answer: async (request, response) => {
      const body = await readBody(request, response, MAX_BODY_BYTES);
      try {
        send(response, 200, respond(iam, accessKeyOf(request), new URLSearchParams(body.toString('utf8'))));
      } catch (error) {
        if (!(error instanceof StsError)) throw error;
        log(`sts: ${error.code}: ${error.message}`);
        send(response, error.status, stsErrorXml(error));
      }
    },
  });
