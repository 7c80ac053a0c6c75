import { type RestApiOptions, startRestApi } from '../../../local/rest-api/rest-api';
import { FakeFunction, functionArn } from '../gateway/fake-function';
import { type LambdaParts, lambdaTemplate } from './lambda-template';

/** What a proxy's function may answer at least. */
export const ok = () => ({ statusCode: 200 });

/** Starts the small REST API in front of one function; `stopAll` ends everything that was started. */
export const createLambdaStarter = () => {
  const started: { close(): Promise<void> }[] = [];
  const lines: string[] = [];
  const start = async (
    handler: (event: never) => unknown = ok,
    parts: LambdaParts = {},
    options: Partial<Pick<RestApiOptions, 'api' | 'before'>> = {},
  ) => {
    const fn = new FakeFunction(functionArn('Fn'), handler);
    const server = await startRestApi({
      host: '127.0.0.1',
      port: 0,
      template: lambdaTemplate(parts),
      api: 'control',
      functions: new Map([[fn.arn, fn]]),
      s3Endpoint: 'http://127.0.0.1:1',
      iam: { issue: () => ({ accessKeyId: 'key', secretAccessKey: 'secret' }) },
      now: () => new Date('2026-07-10T19:19:05Z'),
      log: (line) => lines.push(line),
      ...options,
    });
    started.push(server);
    return { port: server.port, fn };
  };
  const stopAll = async () => {
    await Promise.all(started.splice(0).map((server) => server.close()));
    lines.length = 0;
  };
  return { start, lines, stopAll };
};
