import { startRestApi } from '../../../local/rest-api/rest-api';
import { FakeFunction, functionArn } from '../gateway/fake-function';
import { startFakeS3 } from './fake-s3';
import { type RestParts, restTemplate } from './rest-template';

/** What the fakes do. */
export interface RestSetUp {
  readonly parts?: RestParts;
  readonly authorize?: (event: never) => unknown;
  readonly s3?: Parameters<typeof startFakeS3>[0];
  readonly s3Endpoint?: string;
}

/** An authorizer's answer that allows everything, with this context. */
export const allow = (context: Record<string, unknown> = { prefix: 'staging', image: '{"id":"a"}' }) => ({
  principalId: 'anyone',
  policyDocument: {
    Version: '2012-10-17',
    Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: '*' }],
  },
  context,
});

const CREDENTIALS = { accessKeyId: 'ASIALOCAL', secretAccessKey: 'secret', sessionToken: 'token' };

/** Starts the small REST API in front of a fake S3; `stopAll` ends everything that was started. */
export const createRestStarter = () => {
  const started: { close(): Promise<void> }[] = [];
  const lines: string[] = [];
  const start = async ({
    parts,
    authorize = () => allow(),
    s3 = () => ({ status: 200 }),
    s3Endpoint,
  }: RestSetUp = {}) => {
    const fn = new FakeFunction(functionArn('Fn'), authorize);
    const fakeS3 = await startFakeS3(s3);
    started.push(fakeS3);
    const server = await startRestApi({
      host: '127.0.0.1',
      port: 0,
      template: restTemplate(parts),
      api: 'upload',
      functions: new Map([[fn.arn, fn]]),
      s3Endpoint: s3Endpoint ?? fakeS3.endpoint,
      iam: { issue: () => CREDENTIALS },
      now: () => new Date('2026-07-10T19:19:05Z'),
      log: (line) => lines.push(line),
    });
    started.unshift(server);
    return { port: server.port, fn, received: fakeS3.received };
  };
  const stopAll = async () => {
    for (const server of started.splice(0)) await server.close();
    lines.length = 0;
  };
  return { start, lines, stopAll };
};
