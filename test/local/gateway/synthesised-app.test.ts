import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApp } from '../../../lib/app';
import { startCloudFront } from '../../../local/cloudfront/cloudfront';
import { LocalIam } from '../../../local/iam/local-iam';
import { FunctionError } from '../../../local/lambda/local-function';
import { startRestApi } from '../../../local/rest-api/rest-api';
import { startS3Server } from '../../../local/s3/s3-server';
import { Template } from '../../../local/template/template';
import { FakeFunction } from './fake-function';
import { sendRaw } from './send-raw';

/** The product's own template, with every function replaced: what is tested is the wiring between the parts. */
const dataDir = mkdtempSync(join(tmpdir(), 'synthesised-app-'));
const [stack] = buildApp({ context: { nativeBundling: false, 'aws:cdk:bundling-stacks': [] } }).synth()
  .stacks;
const template = new Template(stack?.template, {
  control: 'http://127.0.0.1:1',
  upload: 'http://127.0.0.1:2',
  delivery: 'http://127.0.0.1:3',
});
const started: { close(): Promise<void> }[] = [];
const lines: string[] = [];
const log = (line: string) => void lines.push(line);
const local = { host: '127.0.0.1', port: 0, template, log };

interface S3Event {
  readonly Records: readonly { readonly s3: { readonly object: { readonly key: string } } }[];
}

/** Every function of the template answers by the test's handlers, which are told the function's name. */
const functionsAnswering = (handler: (name: string, event: never) => unknown) => {
  const all = template.ofType('AWS::Lambda::Function').map(({ logicalId }) => {
    const arn = String(template.resolve({ 'Fn::GetAtt': [logicalId, 'Arn'] }));
    return new FakeFunction(
      arn,
      (event) => handler(logicalId, event),
      (event) => handler(logicalId, event) as never,
    );
  });
  return { all, byArn: new Map(all.map((fn) => [fn.arn, fn])) };
};

afterEach(async () => {
  for (const server of started.splice(0)) await server.close();
  lines.length = 0;
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('the upload endpoint of the template', () => {
  const hash = 'h'.repeat(22);
  const object = `${'k'.repeat(43)}.${'n'.repeat(22)}`;

  const start = async (context: Record<string, unknown>) => {
    const iam = new LocalIam(template, dataDir);
    const events: object[] = [];
    const s3 = await startS3Server({
      host: '127.0.0.1',
      port: 0,
      dataDir: mkdtempSync(join(dataDir, 's3-')),
      buckets: template.ofType('AWS::S3::Bucket').map(({ logicalId }) => ({
        name: String(template.resolve({ Ref: logicalId })),
        cors: [],
        notifications: [
          { events: ['s3:ObjectCreated:*'], queueArn: 'arn:aws:sqs:us-east-1:000000000000:queue' },
        ],
      })),
      iam,
      publish: async (_, event) => void events.push(event),
    });
    const rest = await startRestApi({
      ...local,
      api: 'upload',
      functions: functionsAnswering((_, event: { methodArn: string }) => ({
        principalId: 'anyone',
        policyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'execute-api:Invoke', Resource: event.methodArn }],
        },
        context,
      })).byArn,
      s3Endpoint: `http://127.0.0.1:${s3.port}`,
      iam,
    });
    started.push(rest, s3);
    const upload = (method = 'POST', path = `/upload/${hash}/${object}`) =>
      sendRaw({
        port: rest.port,
        method,
        path,
        headers: { 'content-type': 'image/png', origin: 'https://page.example' },
        body: Buffer.from([0x89, 0x50, 0xff, 0x00]),
      });
    const preflight = () =>
      sendRaw({
        port: rest.port,
        method: 'OPTIONS',
        path: `/upload/${hash}/${object}`,
        headers: { origin: 'https://page.example', 'access-control-request-method': 'POST' },
      });
    return { upload, preflight, events };
  };

  const accepted = {
    prefix: 'staging',
    image: '{"id":"a","draft":true}',
    status: '200',
    code: '0',
    message: '',
  };
  const refused = {
    prefix: 'refused',
    image: 'null',
    status: '404',
    code: '5404',
    message: 'Image \\"x\\" not found',
  };

  it('stores an accepted upload with the role of the integration and answers the envelope', async () => {
    const { upload, events } = await start(accepted);

    const answer = await upload();

    expect(lines).toEqual([]);
    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      200,
      { result: { id: 'a', draft: true }, success: true, errors: [], messages: [] },
    ]);
    expect(answer.headers['access-control-allow-origin']).toBe('*');
    expect(events).toMatchObject([
      { Records: [{ s3: { object: { key: `staging/${hash}/${object}`, size: 4 } } }] },
    ]);
  });

  it('takes a PUT as well, and refuses the second use', async () => {
    const { upload, events } = await start(accepted);

    const first = await upload('PUT');
    const second = await upload('PUT');

    expect([first.status, second.status]).toEqual([200, 409]);
    expect(JSON.parse(second.text)).toMatchObject({ success: false, errors: [{ code: 5409 }] });
    expect(second.headers['x-should-retry']).toBe('false');
    expect(events).toHaveLength(1);
  });

  it('answers a refusal of the authorizer, which S3 enforces by the policy of the role', async () => {
    const { upload, events } = await start(refused);

    const answer = await upload();

    expect([answer.status, JSON.parse(answer.text)]).toEqual([
      404,
      {
        result: null,
        success: false,
        errors: [{ code: 5404, message: 'Image "x" not found' }],
        messages: [],
      },
    ]);
    expect(events).toEqual([]);
  });

  it('answers preflights, other methods and other paths in the envelope with CORS headers', async () => {
    const { upload, preflight: ask } = await start(accepted);

    const preflight = await ask();
    const method = await upload('DELETE');
    const path = await upload('POST', '/upload/other');

    expect([preflight.status, method.status, path.status]).toEqual([204, 405, 404]);
    expect(JSON.parse(method.text)).toMatchObject({ success: false });
    expect(JSON.parse(path.text)).toMatchObject({ errors: [{ code: 7003 }] });
    for (const { headers } of [preflight, method, path])
      expect(headers['access-control-allow-origin']).toBe('*');
  });

  it('keeps dots in a path inside the staging prefix, because S3 takes keys literally', async () => {
    const { upload, events } = await start(accepted);

    for (const path of ['..%2f..%2fimages/x', '%2e%2e/%2e%2e', 'a/..%2f..%2f..'])
      await upload('POST', `/upload/${path}`);

    const keys = events.map((event) => (event as S3Event).Records[0]?.s3.object.key);
    expect(keys).toEqual(['staging/../../images/x', 'staging/../..', 'staging/a/../../..']);
  });
});

describe('the control API of the template', () => {
  const start = async (answer: (name: string, event: never) => unknown) => {
    const { all, byArn } = functionsAnswering(answer);
    const api = await startRestApi({
      ...local,
      api: 'control',
      functions: byArn,
      s3Endpoint: 'http://127.0.0.1:1',
      iam: { issue: () => ({ accessKeyId: 'key', secretAccessKey: 'secret' }) },
    });
    started.push(api);
    return { all, port: api.port };
  };
  const owner = '/client/v4/accounts/local/images';

  it('routes every documented operation to its function, in both stages', async () => {
    const { port } = await start((name) => ({ statusCode: 200, headers: {}, body: name }));
    const ask = async (method: string, path: string) =>
      (await sendRaw({ port, method, path, headers: { 'content-type': 'application/json' } })).text;

    const mint = await ask('POST', `${owner}/v2/direct_upload`);
    const create = await ask('POST', `${owner}/v1`);
    const read = await ask('GET', `${owner}/v1/some/id`);
    const manage = await ask('DELETE', `${owner}/v1/some%2Fid`);
    const batch = [
      await ask('POST', '/images/v2/direct_upload'),
      await ask('POST', '/images/v1'),
      await ask('GET', '/images/v1/some/id'),
      await ask('DELETE', '/images/v1/id'),
    ];

    expect(lines).toEqual([]);
    expect(new Set([mint, create, read, manage]).size).toBe(4);
    expect(batch).toEqual([mint, create, read, manage]);
  });

  it('hands a file to the function that creates images, and its answer to the client', async () => {
    const { all, port } = await start(() => ({
      statusCode: 201,
      headers: { 'x-made': 'yes', 'content-type': 'text/plain' },
      body: 'made "it"',
    }));
    const file = Buffer.from([0, 255, 13, 10]);

    const answer = await sendRaw({
      port,
      method: 'POST',
      path: `${owner}/v1`,
      headers: { 'content-type': 'multipart/form-data; boundary=B', 'x-tricky': 'a"b\\c\'d' },
      body: file,
    });

    expect(lines).toEqual([]);
    expect([answer.status, answer.text, answer.headers['x-made'], answer.headers['content-type']]).toEqual([
      201,
      'made "it"',
      'yes',
      'text/plain',
    ]);
    expect(all.flatMap(({ events }) => events)).toMatchObject([
      {
        httpMethod: 'POST',
        body: file.toString('base64'),
        isBase64Encoded: true,
        headers: { 'x-tricky': 'a"b\\c\'d' },
        requestContext: { path: `${owner}/v1` },
      },
    ]);
  });

  it('leaves out a body that is too long for a function, and says so', async () => {
    const { all, port } = await start(() => ({ statusCode: 413, headers: {}, body: 'too large' }));

    const answer = await sendRaw({
      port,
      method: 'POST',
      path: `${owner}/v1`,
      headers: { 'content-type': 'multipart/form-data; boundary=B' },
      body: Buffer.alloc(5_000_000, 0xff),
    });

    expect([answer.status, answer.text]).toEqual([413, 'too large']);
    expect(all.flatMap(({ events }) => events)).toMatchObject([{ body: null, bodyTooLarge: true }]);
  });

  it.each([
    ['a path that is not there', 'GET', '/client/v4/other', 404, 7003],
    ['a file of a type that nobody takes', 'POST', `${owner}/v1`, 400, 5400],
    ['a function that fails', 'GET', `${owner}/v1`, 502, 1001],
  ])('answers %s in the envelope', async (_, method, path, status, code) => {
    const { port } = await start(() => {
      throw new FunctionError('Error', 'secret');
    });

    const answer = await sendRaw({ port, method, path, headers: { 'content-type': 'image/png' } });

    expect(answer.status).toBe(status);
    expect(JSON.parse(answer.text)).toMatchObject({ success: false, errors: [{ code }] });
  });
});

describe('the distribution of the template', () => {
  it('asks the function once for each format and serves the rest from its cache', async () => {
    const { Readable } = await import('node:stream');
    const { all, byArn } = functionsAnswering(() => ({
      prelude: {
        statusCode: 200,
        headers: { 'content-type': 'image/webp', 'cache-control': 'public, max-age=60', etag: '"1"' },
      },
      body: Readable.from([Buffer.from('picture')]),
    }));
    const cdn = await startCloudFront({ ...local, functions: byArn });
    started.push(cdn);
    const get = (accept: string) =>
      sendRaw({ port: cdn.port, path: `/${'h'.repeat(22)}/some/id/public`, headers: { accept } });

    const answers = [await get('image/avif,image/webp'), await get('image/avif'), await get('image/png')];

    expect(lines).toEqual([]);
    expect(answers.map(({ status, text }) => [status, text])).toEqual(Array(3).fill([200, 'picture']));
    expect(answers.map(({ headers }) => headers['x-cache'])).toEqual([
      'Miss from cloudfront',
      'Hit from cloudfront',
      'Miss from cloudfront',
    ]);
    expect(all.flatMap(({ events }) => events)).toHaveLength(2);
  });
});
