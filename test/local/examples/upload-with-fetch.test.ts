import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type RunningServer, startServer } from '../../../local/gateway/start-server';
import { photographPath } from '../../support/files/fixture';
import { runProgram } from '../../support/run-program';

const EXAMPLE = path.join(__dirname, '../../../examples/upload-with-fetch.mjs');

/** Status and envelope of an answer. */
type Answer = readonly [status: number, envelope: Readonly<Record<string, unknown>>];

const draft = { id: 'abc', draft: true };
const success = (result: unknown): Answer => [200, { result, success: true, errors: [] }];
const failure = (status: number, code: number, message: string): Answer => [
  status,
  { result: null, success: false, errors: [{ code, message }] },
];

let server: RunningServer;
/** What the API says of the image, each answer once and the last one from then on. */
let answers: Answer[];
let asked: number;

const answerTo = (method: string | undefined, url: string | undefined): Answer => {
  if (method === 'GET') {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1] ?? success(draft);
  }
  return success(
    url === '/upload' ? draft : { id: 'abc', uploadURL: `http://127.0.0.1:${server.port}/upload` },
  );
};

beforeAll(async () => {
  server = await startServer({
    host: '127.0.0.1',
    port: 0,
    log: () => undefined,
    answer: async (request, response) => {
      await buffer(request);
      const [status, envelope] = answerTo(request.method, request.url);
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(envelope));
    },
  });
});
afterAll(() => server.close());

beforeEach(() => {
  asked = 0;
});

/** A minute passes whenever somebody looks at the clock. */
const HURRIED_CLOCK = 'const now = Date.now(); let m = 0; Date.now = () => now + 60_000 * m++;';

const runExample = (...nodeOptions: string[]) =>
  runProgram(process.execPath, [...nodeOptions, EXAMPLE, photographPath('photo.jpg')], {
    env: { PATH: process.env['PATH'], BASE_URL: `http://127.0.0.1:${server.port}` },
  });

describe('The example of an upload with fetch', () => {
  test('waits until the draft is an image', async () => {
    answers = [success(draft), success(draft), success({ id: 'abc', filename: 'photo.jpg' })];

    const { stdout } = await runExample();

    expect(stdout).toContain("filename: 'photo.jpg'");
    expect(asked).toBe(3);
  });

  test.each([
    ['the token is not good any more', failure(401, 10000, 'Authentication error'), '10000: Authentication'],
    ['the draft is gone', failure(404, 5404, 'Image not found'), '5404: Image not found'],
    ['there are too many requests', failure(429, 10429, 'Rate limit exceeded'), '10429: Rate limit'],
    [
      'the file was refused',
      success({ ...draft, uploadError: { code: 9422, message: 'error during decoding' } }),
      '9422: error during decoding',
    ],
  ])('fails when %s', async (_reason, answer, message) => {
    answers = [success(draft), answer];

    await expect(runExample()).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining(message) });
    expect(asked).toBe(2);
  });

  test('does not wait for ever', async () => {
    answers = [success(draft)];

    await expect(
      runExample('--import', `data:text/javascript,${encodeURIComponent(HURRIED_CLOCK)}`),
    ).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('Image abc is still a draft') });
  });
});
